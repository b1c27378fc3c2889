import { parentPort, workerData } from "node:worker_threads";
import { ANALYSES } from "../analyses/registry.ts";

/** A task of an analysis, and its place among the others. */
export interface NumberedTask {
  readonly index: number;
  readonly task: unknown;
}

/** What a thread sends back. */
export interface FinishedTask {
  readonly index: number;
  readonly outcome: unknown;
}

const analysis = ANALYSES.find(({ id }) => id === workerData);

parentPort?.on("message", ({ index, task }: NumberedTask) => {
  const finished: FinishedTask = { index, outcome: analysis?.runTask(task) };
  parentPort?.postMessage(finished);
});
