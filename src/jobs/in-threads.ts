import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { AppError, asAppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";

export interface InThreadsOptions<Result> {
  /** The compiled program of a thread: it answers each message with one. */
  readonly workerFile: URL;
  /** What every thread is given at its start. */
  readonly workerData: unknown;
  /** Default: one for each core. */
  readonly threads?: number | undefined;
  readonly signal?: CancelSignal | undefined;
  /** Called once for each task, in the order in which they are done. */
  readonly onResult: (result: Result) => void;
}

/**
 * Gives tasks to threads, each the next one when it is done with the last. An aborted signal ends the threads at once and
 * rejects with its reason; an error in a thread ends the others.
 */
export async function inThreads<Task, Result>(
  tasks: readonly Task[],
  { workerFile, workerData, threads = availableParallelism(), signal, onResult }: InThreadsOptions<Result>,
): Promise<void> {
  signal?.throwIfAborted();
  const queue = tasks.values();
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () => new Worker(workerFile, { workerData, execArgv: [] }),
  );
  try {
    await untilAborted(
      workers.map((worker) => drain(worker, queue, onResult)),
      signal,
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Gives a thread tasks until there are no more; all threads take them from one iterator. */
function drain<Task, Result>(worker: Worker, tasks: Iterator<Task>, keep: (result: Result) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const { value, done } = tasks.next();
      if (done === true) resolve();
      else worker.postMessage(value);
    };
    worker.on("message", (result: Result) => {
      keep(result);
      next();
    });
    worker.on("error", (error) => reject(asAppError(error)));
    worker.on("exit", (code) => reject(new AppError("INTERNAL", `a thread ended with code ${code}`)));
    next();
  });
}

async function untilAborted(work: readonly Promise<void>[], signal: CancelSignal | undefined): Promise<void> {
  if (signal === undefined) return void (await Promise.all(work));
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(reasonOf(signal));
    signal.addEventListener("abort", stop);
  });
  try {
    await Promise.race([Promise.all(work), aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function reasonOf(signal: CancelSignal): AppError {
  try {
    signal.throwIfAborted();
  } catch (reason) {
    return asAppError(reason);
  }
  return new AppError("CANCELLED", "the work was cancelled");
}
