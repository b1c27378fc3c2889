import { z } from "zod";
import { CheckReport, Outcome } from "../quality.ts";
import { route } from "./route.ts";

export const getQuality = route({
  method: "GET",
  url: "/api/quality",
  tag: "quality",
  summary: "The last check with each value's history; a job of kind `check` makes a new one",
  answer: z.strictObject({
    run: CheckReport.nullable().describe("null when nothing was checked yet"),
    current: z.boolean().describe("it saw the data as they are now"),
  }),
});

export const CheckRunInfo = z.strictObject({
  at: z.string(),
  outcome: Outcome,
  partial: z.boolean(),
  dataVersion: z.string(),
  counts: z.strictObject({
    pass: z.int(),
    warn: z.int(),
    fail: z.int(),
    undetermined: z.int(),
    skipped: z.int(),
  }),
});
export type CheckRunInfo = z.infer<typeof CheckRunInfo>;

export const listCheckRuns = route({
  method: "GET",
  url: "/api/quality/runs",
  tag: "quality",
  summary: "Earlier checks, newest first",
  query: z.strictObject({ limit: z.int().min(1).max(500).default(50) }),
  answer: z.array(CheckRunInfo),
});
