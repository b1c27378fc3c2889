import { z } from "zod";
import { raw } from "../../src/sql/sql.ts";
import type { AnalysedProject } from "./analysed-project.ts";

const AnalysedEvent = z.object({
  event_time: z.string(),
  day: z.string(),
  event: z.string(),
  user_id: z.number().nullable(),
  session_id: z.number().nullable(),
  value: z.number().nullable(),
  plan: z.string().nullable(),
  country: z.string(),
  city: z.string().nullable(),
  invoice: z.string().nullable(),
  phase: z.string(),
  is_new_session: z.boolean(),
  duration_s: z.number().nullable(),
});
export type AnalysedEvent = z.infer<typeof AnalysedEvent>;

/** The events of the sample project in order, each with the length of its session. */
export function analysedEvents(analysed: AnalysedProject): Promise<readonly AnalysedEvent[]> {
  return analysed.fetch({
    name: "events",
    row: AnalysedEvent,
    text: raw(`select cast(e.event_time as timestamp) as event_time, e.day, e.event, e.user_id, e.session_id, e.value, e.plan, e.country, e.city, e.invoice,
      e.phase, e.is_new_session, s.duration_s from fct_events e left join fct_sessions s on s.user_id = e.user_id and s.session_id = e.session_id
      order by e.event_time, e.ingest_seq`),
  });
}
