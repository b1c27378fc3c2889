import { z } from "zod";
import { route } from "./route.ts";

const RunInfo = z.strictObject({
  id: z.int(),
  kind: z.enum(["ingest", "build"]),
  startedAt: z.string(),
  status: z.enum(["running", "done", "failed", "interrupted"]),
  seconds: z.number().nullable(),
  error: z.string().nullable(),
  notes: z.array(z.string()),
});
export type RunInfo = z.infer<typeof RunInfo>;

const RunStep = z.strictObject({
  step: z.string(),
  source: z.string().describe("empty for models of all sources"),
  subject: z.string().describe("the input file, or the relation"),
  rowsIn: z.number().nullable(),
  rowsOut: z.number().nullable(),
  dropped: z.array(z.strictObject({ reason: z.string(), rows: z.number() })),
  seconds: z.number(),
  peakRssBytes: z.number().nullable(),
});

export const RunDetail = z.strictObject({ ...RunInfo.shape, steps: z.array(RunStep) });
export type RunDetail = z.infer<typeof RunDetail>;

export const listRuns = route({
  method: "GET",
  url: "/api/runs",
  tag: "runs",
  summary: "Ingests and builds that did something, newest first, whoever started them",
  query: z.strictObject({ limit: z.int().min(1).max(100).default(50) }),
  answer: z.array(RunInfo),
});

export const getRun = route({
  method: "GET",
  url: "/api/runs/:id",
  tag: "runs",
  summary: "One run with its steps: rows in and out, seconds, memory",
  path: z.strictObject({ id: z.coerce.number<string | number>().int() }),
  answer: RunDetail,
});
