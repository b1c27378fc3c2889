import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { AppError, asAppError } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { Batch, Plan } from "../stats/resampling/plan.ts";
import { batchesOf } from "../stats/resampling/run-plan.ts";
import type { Samples } from "../stats/resampling/samples.ts";
import type { StatisticName } from "../stats/resampling/statistics.ts";
import type { FinishedBatch } from "./replicate-worker.ts";

const WORKER = new URL("./replicate-worker.js", import.meta.url);

export interface ThreadOptions {
  /** Default: one for each core. The result is the same for any number. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** The compiled `replicate-worker`. */
  readonly workerFile?: URL;
}

/**
 * All replicates of a plan, spread over threads in batches: what `runPlan` gives, sooner. An aborted signal ends the
 * threads at once and rejects with its reason.
 */
export async function replicatesInThreads(
  plan: Plan<StatisticName>,
  count: number,
  { threads = availableParallelism(), signal, onProgress, workerFile = WORKER }: ThreadOptions = {},
): Promise<Float64Array> {
  signal?.throwIfAborted();
  const batches = batchesOf(count);
  const queue = batches.values();
  const width = plan.withErrors ? 2 : 1;
  const results = new Float64Array(count * width);
  const workerData = { ...plan, samples: shared(plan.samples) };
  const workers = Array.from(
    { length: Math.min(threads, batches.length) },
    () => new Worker(workerFile, { workerData, execArgv: [] }),
  );
  let done = 0;
  const keep = ({ batch, values }: FinishedBatch): void => {
    results.set(values, batch.from * width);
    done += batch.to - batch.from;
    onProgress?.({ phase: "resample", done, total: count, unit: "steps" });
  };
  try {
    await untilAborted(
      workers.map((worker) => drain(worker, queue, keep)),
      signal,
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

/** Gives a thread batches until there are no more; all threads take them from one iterator. */
function drain(worker: Worker, batches: Iterator<Batch>, keep: (finished: FinishedBatch) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const { value, done } = batches.next();
      if (done === true) resolve();
      else worker.postMessage(value);
    };
    worker.on("message", (finished: FinishedBatch) => {
      keep(finished);
      next();
    });
    worker.on("error", (error) => reject(asAppError(error)));
    worker.on("exit", (code) => reject(new AppError("INTERNAL", `a thread ended with code ${code}`)));
    next();
  });
}

async function untilAborted(work: readonly Promise<void>[], signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return void (await Promise.all(work));
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(asAppError(signal.reason));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    await Promise.race([Promise.all(work), aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Columns in memory that all threads see, copied once and not once per thread. */
function shared(samples: Samples): Samples {
  return samples.map((columns) =>
    columns.map((column) => {
      const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
      copy.set(column);
      return copy;
    }),
  );
}
