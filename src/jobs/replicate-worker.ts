import { parentPort, workerData } from "node:worker_threads";
import { type Batch, type Plan, replicates } from "../stats/resampling/plan.ts";
import type { StatisticName } from "../stats/resampling/statistics.ts";

/** What a thread sends back: the replicates of one batch. */
export interface FinishedBatch {
  readonly batch: Batch;
  readonly values: Float64Array<ArrayBuffer>;
}

const plan: Plan<StatisticName> = workerData;

parentPort?.on("message", (batch: Batch) => {
  const values = replicates(plan, batch);
  const finished: FinishedBatch = { batch, values };
  parentPort?.postMessage(finished, [values.buffer]);
});
