import { z } from "zod";
import { raw } from "../../src/sql/sql.ts";
import type { FactRow } from "../engines/reference/fact-rows.ts";
import type { AnalysedProject } from "./analysed-project.ts";

const id = z
  .union([z.number(), z.string()])
  .nullable()
  .transform((cell) => (cell === null ? null : String(cell)));

const Fact = z.object({
  event_time: z.string().transform((time) => Date.parse(time) * 1000),
  day: z.string(),
  event: z.string(),
  user_id: id,
  session_id: id,
  item_id: id,
  session_no: z.number().nullable(),
  prev_event: z.string().nullable(),
  next_event: z.string().nullable(),
  prev_same_time: z
    .string()
    .nullable()
    .transform((time) => (time === null ? null : Date.parse(time) * 1000)),
  is_new_session: z.boolean(),
  source: z.string(),
  ingest_seq: z.number(),
  value: z.number().nullable(),
  plan: z.string().nullable(),
  country: z.string(),
  city: z.string().nullable(),
  invoice: z.string().nullable(),
  score: z.number().nullable(),
  phase: z.string(),
});

/** The events of the sample project in order, as the reference interpreter takes them. */
export function analysedEvents(analysed: AnalysedProject): Promise<readonly FactRow[]> {
  return analysed.fetch({
    name: "events",
    row: Fact as unknown as z.ZodType<FactRow>,
    text: raw(`select ${Object.keys(Fact.shape).join(", ")} from fct_events order by event_time, ingest_seq`),
  });
}
