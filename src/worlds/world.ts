import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";

/** `json`: one object per line. */
export type WorldFormat = "csv" | "parquet" | "json";

/** What to generate. The same request gives the same bytes, at any thread count. */
export interface WorldRequest {
  /** Rows of the fact or event file, duplicates included. */
  readonly events: number;
  readonly days: number;
  /** Integer in [0, 2^32). */
  readonly seed: number;
  /** First UTC day, `YYYY-MM-DD`. */
  readonly start: string;
  readonly format: WorldFormat;
  /** Files the rows are split into, by time. */
  readonly files: number;
}

export interface WorldRun {
  readonly warehouse: Warehouse;
  readonly request: WorldRequest;
  /** Empty folder into which the world writes its files. */
  readonly dir: string;
  /** Rows generated, sorted and written at a time. Memory grows with it; the bytes do not depend on it. */
  readonly chunkRows: number;
  readonly onProgress: OnProgress;
  readonly signal?: CancelSignal | undefined;
}

export interface WorldFile {
  readonly path: string;
  readonly rows: number;
}

export interface WorldResult {
  readonly files: readonly WorldFile[];
  /** What was planted and what became of it, counted by SQL; JSON-safe. */
  readonly truth: Readonly<Record<string, unknown>>;
  /** Contents of the `tidemark.yml` that fits the files. */
  readonly project: Readonly<Record<string, unknown>>;
  /** What the request leaves out of the world, a sentence each. */
  readonly notes?: readonly string[];
}

const TABULAR: readonly WorldFormat[] = ["csv", "parquet"];

/** The formats a world can be written in, the default first. */
export function formatsOf({ formats = TABULAR }: Pick<World, "formats">): readonly WorldFormat[] {
  return formats;
}

/** A generator of data with planted, known properties. */
export interface World {
  readonly name: string;
  /** Raised whenever the bytes for a request change. */
  readonly version: number;
  readonly summary: string;
  readonly defaults: Pick<WorldRequest, "events" | "days" | "start">;
  readonly minDays: number;
  /** Formats it can be written in, the default first; absent: csv, parquet. */
  readonly formats?: readonly WorldFormat[];
  generate(run: WorldRun): Promise<WorldResult>;
}
