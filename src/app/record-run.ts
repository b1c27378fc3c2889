import type { LoadRun, RunStep, StepName, StepRecorder, StepRows } from "../contract/load-run.ts";
import type { Clock } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import type { LoadRunStore } from "../state/load-runs.ts";

export interface RecordOptions {
  readonly store: LoadRunStore;
  readonly kind: LoadRun["kind"];
  readonly clock: Clock;
}

/** What a finished run adds to what its steps recorded. */
export interface RunFacts {
  readonly notes: readonly string[];
  readonly steps: readonly RunStep[];
  /** What failed although the run went on to its end, else null. */
  readonly error: string | null;
}

/**
 * Runs an ingest or a build and keeps what each of its steps did, whether it succeeds or fails; a failure goes on to
 * the caller. `facts` turns the result and the recorded steps into what is stored.
 */
export async function recordRun<T>(
  { store, kind, clock }: RecordOptions,
  work: (recorder: StepRecorder) => Promise<T>,
  facts: (result: T, steps: readonly RunStep[]) => RunFacts,
): Promise<T> {
  const started = clock.nowMs();
  const id = store.begin(kind, new Date(started).toISOString());
  const steps = new Map<string, RunStep>();
  const seconds = (): number => (clock.nowMs() - started) / 1000;
  try {
    const result = await work(recorderInto(steps, clock));
    const found = facts(result, [...steps.values()]);
    store.finish(id, { status: found.error === null ? "done" : "failed", seconds: seconds(), ...found });
    return result;
  } catch (error) {
    const failed = { status: "failed", error: failureText(error), notes: [], steps: [...steps.values()] } as const;
    try {
      store.finish(id, { ...failed, seconds: seconds() });
    } catch {
      // what made the run fail matters more than its record: on a full disk neither can be written
    }
    throw error;
  }
}

export const failureText = (error: unknown): string =>
  error instanceof AppError ? `${error.code}: ${error.message}` : String(error);

const UNCOUNTED: StepRows = { rowsIn: null, rowsOut: null, dropped: [] };

/** Steps of the same name are booked as one: times add up, the larger memory counts. */
function recorderInto(steps: Map<string, RunStep>, clock: Clock): StepRecorder {
  return {
    step: async (name, work, rows) => {
      const started = clock.nowMs();
      const memory = watchMemory();
      let counted = UNCOUNTED;
      try {
        const result = await work();
        counted = rows?.(result) ?? UNCOUNTED;
        return result;
      } finally {
        book(steps, name, { ...counted, seconds: (clock.nowMs() - started) / 1000, peakRssBytes: memory.stop() });
      }
    },
  };
}

function book(steps: Map<string, RunStep>, name: StepName, cost: Omit<RunStep, keyof StepName>): void {
  const key = JSON.stringify([name.step, name.source, name.subject]);
  const before = steps.get(key);
  steps.set(key, {
    ...name,
    ...cost,
    seconds: cost.seconds + (before?.seconds ?? 0),
    peakRssBytes: Math.max(cost.peakRssBytes ?? 0, before?.peakRssBytes ?? 0),
  });
}

const SAMPLE_MS = 50;

/** Reads the process's resident memory twenty times a second, which costs microseconds each. */
function watchMemory(): { stop(): number } {
  let peak = process.memoryUsage.rss();
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, SAMPLE_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}
