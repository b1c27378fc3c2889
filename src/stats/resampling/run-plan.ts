import type { OnProgress } from "../../core/progress.ts";
import type { CancelSignal } from "../../core/signal.ts";
import { type Batch, type Plan, replicates } from "./plan.ts";

export interface RunOptions {
  readonly signal?: CancelSignal;
  readonly onProgress?: OnProgress;
}

const BATCHES = 100;

/** Even batches that together make `count` replicates. */
export function batchesOf(count: number): readonly Batch[] {
  const size = Math.max(1, Math.ceil(count / BATCHES));
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    from: i * size,
    to: Math.min(count, (i + 1) * size),
  }));
}

/** All replicates of a plan in this thread; between batches it reports and looks whether to stop. */
export function runPlan(plan: Plan, count: number, { signal, onProgress }: RunOptions = {}): Float64Array {
  const width = plan.withErrors ? 2 : 1;
  const results = new Float64Array(count * width);
  for (const batch of batchesOf(count)) {
    signal?.throwIfAborted();
    results.set(replicates(plan, batch), batch.from * width);
    onProgress?.({ phase: "resample", done: batch.to, total: count, unit: "steps" });
  }
  return results;
}
