import type { OnProgress } from "../core/progress.ts";
import type { Batch, Plan } from "../stats/resampling/plan.ts";
import { batchesOf } from "../stats/resampling/run-plan.ts";
import type { Samples } from "../stats/resampling/samples.ts";
import type { StatisticName } from "../stats/resampling/statistics.ts";
import { inThreads } from "./in-threads.ts";
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
  { threads, signal, onProgress, workerFile = WORKER }: ThreadOptions = {},
): Promise<Float64Array> {
  const width = plan.withErrors ? 2 : 1;
  const results = new Float64Array(count * width);
  let done = 0;
  await inThreads<Batch, FinishedBatch>(batchesOf(count), {
    workerFile,
    workerData: { ...plan, samples: shared(plan.samples) },
    threads,
    signal,
    onResult: ({ batch, values }) => {
      results.set(values, batch.from * width);
      done += batch.to - batch.from;
      onProgress?.({ phase: "resample", done, total: count, unit: "steps" });
    },
  });
  return results;
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
