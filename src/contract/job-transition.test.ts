import { expect, test } from "vitest";
import { AppError } from "../core/errors.ts";
import { Job, JobState } from "./job.ts";
import { type JobStep, nextJob } from "./job-transition.ts";

const at = "2024-01-01T00:00:00.000Z";
const job = (state: JobState): Job =>
  Job.parse({
    ...{ id: 1, kind: "build", params: {}, origin: "dashboard", state, progress: null, outcome: null, problem: null },
    ...{ createdAt: at, startedAt: null, endedAt: null },
  });
const STEPS: Readonly<Record<JobStep["type"], JobStep>> = {
  start: { type: "start", at },
  progress: { type: "progress", progress: { phase: "a", done: 1, total: null, unit: "steps" } },
  finish: { type: "finish", at, outcome: { exitCode: 2, summary: "done" } },
  fail: { type: "fail", at, error: new AppError("DISK_FULL", "full") },
  cancel: { type: "cancel", at },
  interrupt: { type: "interrupt", at },
};
const ALLOWED: Readonly<Record<JobState, Partial<Record<JobStep["type"], JobState>>>> = {
  queued: { start: "running", cancel: "cancelled" },
  running: { progress: "running", finish: "succeeded", fail: "failed", cancel: "cancelled", interrupt: "failed" },
  succeeded: {},
  failed: {},
  cancelled: {},
};

test.each(JobState.options.flatMap((state) => Object.values(STEPS).map((step) => ({ state, step, name: step.type }))))(
  "$state, $name",
  ({ state, step }) => {
    const expected = ALLOWED[state][step.type];
    if (expected === undefined) {
      expect(() => nextJob(job(state), step)).toThrow(`job 1 is ${state}: it cannot ${step.type}`);
      return;
    }
    const next = Job.parse(nextJob(job(state), step));
    expect(next.state).toBe(expected);
    expect(next.endedAt === null).toBe(expected === "running");
  },
);

test("an exit code that says that the work was not done makes a failed job", () => {
  const failed = nextJob(job("running"), {
    type: "finish",
    at,
    outcome: { exitCode: 3, summary: "nothing was tried" },
  });
  expect(failed.state).toBe("failed");
});
