import { rmSync } from "node:fs";
import { join } from "node:path";
import type { StepRecorder } from "../contract/load-run.ts";
import type { ManifestStore } from "../contract/manifest.ts";
import type { Project } from "../contract/project/project.ts";
import { AppError, asAppError, EXIT_CODES } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { cleanLake } from "./clean-lake.ts";
import { type FileOutcome, ingestFile } from "./ingest-file.ts";
import { inputFiles } from "./input-files.ts";
import type { MaxRejects } from "./max-rejects.ts";
import { checkDeclarations } from "./stored-schema.ts";

export interface IngestOptions {
  readonly project: Project;
  readonly root: string;
  readonly lake: string;
  readonly tmp: string;
  readonly manifest: ManifestStore;
  /** An in-memory engine that may read files anywhere. */
  readonly warehouse: Warehouse;
  readonly maxRejects: MaxRejects;
  readonly recorder: StepRecorder;
  /** Only these sources; all when empty. */
  readonly sources: readonly string[];
  /** Forget what was loaded from these sources before, and load their files anew. */
  readonly reload: readonly string[];
  /** Let rows of files that are gone go with a reload. */
  readonly dropMissing: boolean;
  readonly nowIso: () => string;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress: OnProgress;
  readonly onFile: (outcome: FileOutcome | FileFailure) => void;
}

export interface FileFailure {
  readonly source: string;
  readonly path: string;
  readonly status: "failed";
  readonly error: AppError;
}

export interface IngestReport {
  readonly files: readonly FileOutcome[];
  readonly failures: readonly FileFailure[];
  readonly removedOrphans: number;
}

/**
 * Brings the lake up to date with the project's files, file by file in path order; a file that fails stops only
 * itself. Safe to kill at any moment: the next run goes on with the first file that is not committed.
 */
export async function ingest(options: IngestOptions): Promise<IngestReport> {
  const { project, root, lake, manifest, signal } = options;
  const removedOrphans = cleanLake({ root, lake }, manifest, options.reload);
  checkDeclarations(project, manifest, options.reload);
  for (const id of options.reload) await checkReload(id, options);
  for (const id of options.reload) for (const path of manifest.forget(id)) rmSync(join(root, path), { force: true });
  const outcomes: FileOutcome[] = [];
  const failures: FileFailure[] = [];
  for (const [sourceId, source] of Object.entries(project.sources)) {
    if (options.sources.length > 0 && !options.sources.includes(sourceId)) continue;
    const context = {
      sourceId,
      source,
      timezone: project.project.timezone,
      root,
      tmpDir: join(options.tmp, "load"),
      warehouse: options.warehouse,
      manifest,
      maxRejects: options.maxRejects,
      recorder: options.recorder,
      nowIso: options.nowIso,
      signal,
      onProgress: options.onProgress,
    };
    for (const file of await inputFiles(root, source)) {
      signal?.throwIfAborted();
      try {
        const outcome = await ingestFile(context, file);
        outcomes.push(outcome);
        options.onFile(outcome);
      } catch (thrown) {
        const error = asAppError(thrown);
        if (signal?.aborted || STOPS_EVERYTHING.has(error.code)) throw error;
        const failure: FileFailure = { source: sourceId, path: file.path, status: "failed", error };
        failures.push(failure);
        options.onFile(failure);
      }
    }
  }
  return { files: outcomes, failures, removedOrphans };
}

/** @throws AppError FILE_NOT_FOUND when a file that was loaded is gone: loading anew would lose its rows */
async function checkReload(id: string, { project, root, manifest, dropMissing }: IngestOptions): Promise<void> {
  const source = project.sources[id];
  if (source === undefined || dropMissing) return;
  const present = new Set((await inputFiles(root, source)).map(({ path }) => path));
  const gone = manifest.files(id).filter(({ path }) => !present.has(path));
  const [first] = gone;
  if (first === undefined) return;
  const rows = gone.reduce((sum, { kept }) => sum + kept, 0);
  const more = gone.length === 1 ? "" : ` and ${gone.length - 1} more`;
  throw new AppError(
    "FILE_NOT_FOUND",
    `${first.path}${more} was loaded earlier and is gone: reloading "${id}" would lose ${rows} rows`,
    {
      hint: "put the files back, or let the rows go with --drop-missing",
    },
  );
}

const STOPS_EVERYTHING: ReadonlySet<string> = new Set(["DISK_FULL", "CANCELLED", "STATE_FAILED", "CONFIG_INVALID"]);

/** Exit code of a run: the worst that happened; 2 when rows were quarantined and nothing failed. */
export function ingestExitCode({ files, failures }: IngestReport): number {
  const codes = new Set(failures.map(({ error }) => EXIT_CODES[error.code]));
  for (const code of [4, 3, 1] as const) if (codes.has(code)) return code;
  return files.some(({ quarantined }) => quarantined > 0) ? 2 : 0;
}
