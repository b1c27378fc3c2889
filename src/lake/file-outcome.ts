import { type AppError, asAppError } from "../core/errors.ts";
import type { SourceContext } from "./source-context.ts";

/** What became of one input file. rowsRead = kept + duplicates + quarantined. */
export interface FileOutcome {
  readonly source: string;
  readonly path: string;
  /** `replaced`: its content is another one than before; `loaded`: for the first time, or the same content again. */
  readonly status: "loaded" | "appended" | "replaced" | "unchanged";
  readonly rowsRead: number;
  readonly kept: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly bytes: number;
  /** A sentence where something is worth saying, else null. */
  readonly note: string | null;
}

export interface FileFailure {
  readonly source: string;
  readonly path: string;
  readonly status: "failed";
  readonly error: AppError;
}

/** The outcome of a file that brought no rows. */
export function withoutRows(
  about: Pick<FileOutcome, "source" | "path" | "status" | "bytes">,
  note: string | null,
): FileOutcome {
  return { ...about, rowsRead: 0, kept: 0, duplicates: 0, quarantined: 0, note };
}

const STOPS_EVERYTHING: ReadonlySet<string> = new Set(["DISK_FULL", "CANCELLED", "STATE_FAILED", "CONFIG_INVALID"]);

/** What a file failed of. @throws AppError what stops the whole run */
export function fileFailure(
  { sourceId, signal }: Pick<SourceContext, "sourceId" | "signal">,
  path: string,
  thrown: unknown,
): FileFailure {
  const error = asAppError(thrown);
  if (signal?.aborted || STOPS_EVERYTHING.has(error.code)) throw error;
  return { source: sourceId, path, status: "failed", error };
}
