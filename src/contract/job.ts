import { z } from "zod";
import { Problem } from "./problem.ts";

/** refresh: ingest, then build, then check. The last two are commands that only the command line gives. */
export const JobKind = z.enum(["ingest", "build", "check", "refresh", "sample", "engine"]);
export type JobKind = z.infer<typeof JobKind>;

export const JobState = z.enum(["queued", "running", "succeeded", "failed", "cancelled"]);
export type JobState = z.infer<typeof JobState>;

/** How far a running job is. `done` never falls within a phase; `total` null means unknown. */
export const JobProgress = z.strictObject({
  phase: z.string(),
  label: z.string().nullable().describe("what is being worked on: a file, a table"),
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(["bytes", "rows", "steps", "files"]),
  rows: z.number().nullable(),
});
export type JobProgress = z.infer<typeof JobProgress>;

/** How a job ended that was tried to its end. */
export const JobOutcome = z.strictObject({
  exitCode: z.int().describe("0 done, 1 a check failed or too many rows rejected, 2 warnings only"),
  summary: z.string().describe("what it did, as a sentence"),
});
export type JobOutcome = z.infer<typeof JobOutcome>;

/** One piece of work that changes the project: one runs at a time, the others wait in order. */
export const Job = z.strictObject({
  id: z.int(),
  kind: JobKind,
  params: z.record(z.string(), z.unknown()).describe("what was asked for: `full`, `sources`, `reload` ..."),
  origin: z.enum(["dashboard", "command line"]),
  state: JobState,
  progress: JobProgress.nullable(),
  outcome: JobOutcome.nullable(),
  problem: Problem.pick({ code: true, detail: true, hint: true }).nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type Job = z.infer<typeof Job>;

/** A line that a job printed. */
export const JobLine = z.strictObject({ seq: z.int(), at: z.iso.datetime(), text: z.string() });
export type JobLine = z.infer<typeof JobLine>;
