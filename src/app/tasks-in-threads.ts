import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunTasks } from "../analyses/analysis.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { inThreads } from "../jobs/in-threads.ts";
import type { FinishedTask, NumberedTask } from "./task-worker.ts";

const WORKER = new URL("./task-worker.js", import.meta.url);

export interface TaskThreadOptions {
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** The compiled `task-worker`. */
  readonly workerFile?: URL;
}

/**
 * Does the tasks of an analysis in threads, so that a server goes on answering meanwhile and its signal ends them. Run from
 * sources there is no compiled program, and undefined says that they are done where they are.
 */
export function tasksInThreads({ signal, onProgress, workerFile = WORKER }: TaskThreadOptions): RunTasks | undefined {
  if (!existsSync(fileURLToPath(workerFile))) return undefined;
  return async ({ id }, tasks, onOutcome) => {
    const outcomes = new Array<unknown>(tasks.length);
    let done = 0;
    await inThreads<NumberedTask, FinishedTask>(
      tasks.map((task, index) => ({ index, task })),
      {
        workerFile,
        workerData: id,
        signal,
        onResult: ({ index, outcome }) => {
          outcomes[index] = outcome;
          onOutcome?.(index, outcome);
          onProgress?.({ phase: id, done: ++done, total: tasks.length, unit: "steps" });
        },
      },
    );
    return outcomes;
  };
}
