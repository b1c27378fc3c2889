import { fork } from "node:child_process";
import { AppError } from "../src/core/errors.ts";
import type { CancelSignal } from "../src/core/signal.ts";
import { WORKER } from "./compiled.ts";
import type { MemoryGroup } from "./memory-group.ts";
import { median } from "./order-statistics.ts";
import type { Reply, Request, TaskInput, TaskName, TaskOutput } from "./tasks.ts";

/** One piece of work done in a process of its own. */
export interface Measured<Output> {
  /** From the start of the work to its end, without the start of the process. */
  readonly seconds: number;
  readonly peakRssBytes: number;
  readonly output: Output;
}

export interface MeasureOptions {
  readonly signal: CancelSignal;
  /** What the process may use. */
  readonly group?: MemoryGroup | null | undefined;
}

/**
 * Runs a task in a process of its own and waits until that process is gone.
 * @throws AppError what the task threw; CANCELLED; INTERNAL when the process ended without an answer
 */
export async function measure<K extends TaskName>(
  task: K,
  input: TaskInput<K>,
  { signal, group }: MeasureOptions,
): Promise<Measured<TaskOutput<K>>> {
  signal.throwIfAborted();
  const child = fork(WORKER, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  if (child.pid !== undefined) group?.add(child.pid);
  const cancel = (): boolean => child.kill("SIGKILL");
  signal.addEventListener("abort", cancel);
  try {
    const reply = await new Promise<Reply>((resolve, reject) => {
      let received: Reply | undefined;
      child.once("error", reject);
      child.once("message", (message) => {
        received = message as Reply;
      });
      child.once("exit", (code, by) => {
        const ended = `the process of ${task} ended without an answer (${by ?? `exit code ${code}`})`;
        if (received === undefined) reject(new AppError("INTERNAL", ended, { hint: "was it out of memory?" }));
        else resolve(received);
      });
      child.send({ task, input } satisfies Request);
    });
    if (reply.ok) return { ...reply, output: reply.output as TaskOutput<K> };
    throw new AppError(reply.code, reply.message, reply.hint === undefined ? {} : { hint: reply.hint });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Medians of time and memory; the output of the last run. @throws RangeError without a run */
export function medianRun<Output>(runs: readonly Measured<Output>[]): Measured<Output> {
  const last = runs.at(-1);
  if (last === undefined) throw new RangeError("a median of no runs");
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    peakRssBytes: median(runs.map(({ peakRssBytes }) => peakRssBytes)),
    output: last.output,
  };
}
