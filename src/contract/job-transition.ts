import { AppError } from "../core/errors.ts";
import type { Progress } from "../core/progress.ts";
import type { Job, JobOutcome, JobProgress, JobState } from "./job.ts";

/** What can happen to a job. `at` is when. */
export type JobStep =
  | { readonly type: "start"; readonly at: string }
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "finish"; readonly at: string; readonly outcome: JobOutcome }
  | { readonly type: "fail"; readonly at: string; readonly error: AppError }
  | { readonly type: "cancel"; readonly at: string }
  /** The process that ran it ended before the job did. */
  | { readonly type: "interrupt"; readonly at: string };

const FROM: Readonly<Record<JobStep["type"], readonly JobState[]>> = {
  start: ["queued"],
  progress: ["running"],
  finish: ["running"],
  fail: ["running"],
  cancel: ["queued", "running"],
  interrupt: ["running"],
};

/** Beyond this exit code the work was not done. */
const WORST_DONE = 2;

/** The job after a step. @throws AppError INTERNAL for a step that its state does not allow */
export function nextJob(job: Job, step: JobStep): Job {
  if (!FROM[step.type].includes(job.state))
    throw new AppError("INTERNAL", `job ${job.id} is ${job.state}: it cannot ${step.type}`);
  switch (step.type) {
    case "start":
      return { ...job, state: "running", startedAt: step.at };
    case "progress":
      return { ...job, progress: progressOf(step.progress, job.progress) };
    case "finish": {
      const state = step.outcome.exitCode > WORST_DONE ? "failed" : "succeeded";
      return { ...job, state, outcome: step.outcome, endedAt: step.at };
    }
    case "fail": {
      const { code, message, hint = null } = step.error;
      return { ...job, state: "failed", problem: { code, detail: message, hint }, endedAt: step.at };
    }
    case "cancel":
      return { ...job, state: "cancelled", endedAt: step.at };
    case "interrupt": {
      const problem = { code: "INTERRUPTED", detail: "the process that ran the job ended before it did" } as const;
      return {
        ...job,
        state: "failed",
        problem: { ...problem, hint: "start it again: it goes on where it stopped" },
        endedAt: step.at,
      };
    }
  }
}

/** Within a phase nothing falls: neither what is done nor what there is to do. */
function progressOf(seen: Progress, before: JobProgress | null): JobProgress {
  const { phase, label = null, done, total, unit, rows = null } = seen;
  const same = before !== null && before.phase === phase && before.label === label && before.unit === unit;
  const most = (now: number, earlier: number | null | undefined): number =>
    Math.max(now, same ? (earlier ?? now) : now);
  return {
    phase,
    label,
    unit,
    done: most(done, before?.done),
    total: total === null ? null : most(total, before?.total),
    rows: rows === null ? null : most(rows, before?.rows),
  };
}
