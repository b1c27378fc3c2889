import { z } from "zod";
import { Job, JobKind, JobLine, JobState } from "../job.ts";
import { Severity } from "../quality.ts";
import { route } from "./route.ts";

const path = z.strictObject({ id: z.coerce.number<string | number>().int() });

export const listJobs = route({
  method: "GET",
  url: "/api/jobs",
  tag: "jobs",
  summary: "Jobs, newest first",
  query: z.strictObject({
    kind: JobKind.optional(),
    state: JobState.optional(),
    limit: z.int().min(1).max(500).default(50),
  }),
  answer: z.array(Job),
});

/** What to do; each kind of job looks at its own fields. */
export const StartJob = z.strictObject({
  kind: JobKind.exclude(["sample", "engine"]),
  sources: z.array(z.string()).default([]).describe("ingest: only these; all when empty"),
  reload: z
    .array(z.string())
    .default([])
    .describe("ingest: load all files of these anew; what is loaded stays until that is done"),
  full: z.boolean().default(false).describe("build: make everything anew"),
  only: z.array(z.string()).default([]).describe("check: only these checks"),
  severity: Severity.optional().describe("check: only checks of at least this severity"),
});
export type StartJob = z.infer<typeof StartJob>;

export const startJob = route({
  method: "POST",
  url: "/api/jobs",
  tag: "jobs",
  summary: "Starts a job, or puts it behind the one that runs; the same job that already waits is not added twice",
  body: StartJob,
  answer: Job,
});

export const getJob = route({
  method: "GET",
  url: "/api/jobs/:id",
  tag: "jobs",
  summary: "One job",
  path,
  answer: Job,
});

export const cancelJob = route({
  method: "POST",
  url: "/api/jobs/:id/cancel",
  tag: "jobs",
  summary: "Cancels a job that waits or runs; what it had committed stays",
  path,
  answer: Job,
});

export const getJobLog = route({
  method: "GET",
  url: "/api/jobs/:id/log",
  tag: "jobs",
  summary: "The lines a job printed, in order",
  path,
  query: z.strictObject({ after: z.int().min(0).default(0).describe("only lines with a greater `seq`") }),
  answer: z.array(JobLine),
});
