/** Rows that a step did not let through, and why. */
export interface DroppedRows {
  readonly reason: string;
  readonly rows: number;
}

/** What went into a step and came out of it; null where it does not count rows. */
export interface StepRows {
  readonly rowsIn: number | null;
  readonly rowsOut: number | null;
  readonly dropped: readonly DroppedRows[];
}

export interface StepName {
  /** Of an ingest one of `INGEST_STEPS`; of a build the relation. */
  readonly step: string;
  /** The source; empty for models of all sources. */
  readonly source: string;
  /** The input file, or the relation. */
  readonly subject: string;
}

/** One step of an ingest or a build, as it was recorded. */
export interface RunStep extends StepName, StepRows {
  readonly seconds: number;
  /** Largest resident memory of the process seen while the step ran; null where nothing had to be done. */
  readonly peakRssBytes: number | null;
}

/** The steps of a file's load in order, then `lake`: what the source's lake holds after the run. */
export const INGEST_STEPS = ["open", "read", "type", "deduplicate", "commit", "lake"] as const;

/** One ingest or build. A run that was killed is `interrupted`. */
export interface LoadRun {
  readonly id: number;
  readonly kind: "ingest" | "build";
  readonly startedAt: string;
  readonly status: "running" | "done" | "failed" | "interrupted";
  readonly seconds: number | null;
  /** What failed, else null. */
  readonly error: string | null;
  /** Sentences about the whole run: the build's mode, what it noticed. */
  readonly notes: readonly string[];
  readonly steps: readonly RunStep[];
}

/** Books the time and memory of each step, and the rows that its result tells; failed steps are booked too. */
export interface StepRecorder {
  step<T>(name: StepName, work: () => T | Promise<T>, rows?: (result: T) => StepRows): Promise<T>;
}

/** A load: an ingest that brought rows, and the build that followed it. */
export interface Load {
  readonly ingest: LoadRun;
  /** The last build after it and before the next ingest that brought rows; null when there was none. */
  readonly build: LoadRun | null;
}

const brought = (run: LoadRun): boolean =>
  run.kind === "ingest" && run.steps.some(({ step, rowsOut }) => step === "commit" && rowsOut !== null);

/** The load with the ingest of this number, or the newest one; null when there is none. @param runs newest first */
export function loadOf(runs: readonly LoadRun[], id: number | null): Load | null {
  const at = runs.findIndex((run) => brought(run) && (id === null || run.id === id));
  const ingest = runs[at];
  if (ingest === undefined) return null;
  const later = runs.slice(0, at);
  const next = later.findLastIndex(brought);
  const builds = later.slice(next + 1).filter(({ kind, status }) => kind === "build" && status === "done");
  return { ingest, build: builds[0] ?? null };
}
