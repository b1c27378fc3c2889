import type { StepRecorder } from "../contract/load-run.ts";
import type { Clock } from "../core/clock.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Sql } from "../sql/sql.ts";
import type { Cell, Warehouse } from "../warehouse/port.ts";

/** One build in progress: runs statements, counts steps, keeps the time each relation took. */
export interface BuildRun {
  readonly warehouse: Warehouse;
  exec(text: Sql): Promise<number>;
  cells(text: Sql): Promise<readonly (readonly Cell[])[]>;
  /** Runs one step; its time is booked on the relation. */
  step<T>(relation: string, work: () => Promise<T>): Promise<T>;
  /** Adds to the number of steps that are to come. */
  expect(steps: number): void;
  readonly seconds: ReadonlyMap<string, number>;
}

export interface RunSettings {
  readonly clock: Clock;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: CancelSignal | undefined;
  readonly recorder?: StepRecorder | undefined;
}

export function startRun(warehouse: Warehouse, { clock, onProgress, signal, recorder }: RunSettings): BuildRun {
  const seconds = new Map<string, number>();
  let [done, total] = [0, 0];
  return {
    warehouse,
    seconds,
    exec: (text) => warehouse.exec(text, { signal }),
    cells: async (text) => (await warehouse.table(text, { signal })).rows,
    expect: (steps) => {
      total += steps;
    },
    step: async (relation, work) => {
      signal?.throwIfAborted();
      onProgress?.({ phase: relation, done, total: Math.max(total, done + 1), unit: "steps", label: "build" });
      const started = clock.nowMs();
      const about = { step: relation, source: "", subject: relation };
      const result = recorder === undefined ? await work() : await recorder.step(about, work);
      seconds.set(relation, (seconds.get(relation) ?? 0) + (clock.nowMs() - started) / 1000);
      done++;
      return result;
    },
  };
}
