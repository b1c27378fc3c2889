import { join } from "node:path";
import type { StepRecorder } from "../contract/load-run.ts";
import type { ManifestStore } from "../contract/manifest.ts";
import type { Project } from "../contract/project/project.ts";
import type { Source } from "../contract/project/source.ts";
import { AppError, EXIT_CODES } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { cancellable } from "./cancellable.ts";
import { cleanLake } from "./clean-lake.ts";
import type { FileFailure, FileOutcome } from "./file-outcome.ts";
import { ingestSource } from "./ingest-source.ts";
import { inputFiles } from "./input-files.ts";
import type { MaxRejects } from "./max-rejects.ts";
import type { SourceContext } from "./source-context.ts";
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
  /** Load all files of these sources anew; what is loaded stays until that is done. */
  readonly reload: readonly string[];
  /** Let rows of files that are gone go with a reload. */
  readonly dropMissing: boolean;
  readonly nowIso: () => string;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress: OnProgress;
  /** Told of parts that nothing lists any more: readers may still be at work on them. */
  readonly onReplaced: (paths: readonly string[]) => void;
  readonly onFile: (outcome: FileOutcome | FileFailure) => void;
}

export interface IngestReport {
  readonly files: readonly FileOutcome[];
  readonly failures: readonly FileFailure[];
  readonly removedOrphans: number;
}

/**
 * Brings the lake up to date with the project's files, source by source; a file that fails stops only itself and what
 * depends on it. Safe to kill at any moment: the next run goes on with what is not committed.
 */
export async function ingest(options: IngestOptions): Promise<IngestReport> {
  const { project, root, lake, manifest, reload } = options;
  const removedOrphans = cleanLake({ root, lake }, manifest, reload);
  checkDeclarations(project, manifest, reload);
  for (const id of reload) await checkReload(id, options);
  const all: (FileOutcome | FileFailure)[] = [];
  for (const [id, source] of Object.entries(project.sources)) {
    if (options.sources.length > 0 && !options.sources.includes(id)) continue;
    const files = await inputFiles(root, source);
    const told = new Map<string, FileOutcome | FileFailure>();
    const onFile = (outcome: FileOutcome | FileFailure): void => {
      told.set(outcome.path, outcome);
      options.onFile(outcome);
    };
    await ingestSource(contextOf(id, source, options), { files, reload: reload.includes(id), onFile });
    all.push(...files.flatMap(({ path }) => told.get(path) ?? []));
  }
  return {
    files: all.filter((outcome) => outcome.status !== "failed"),
    failures: all.filter((outcome) => outcome.status === "failed"),
    removedOrphans,
  };
}

function contextOf(sourceId: string, source: Source, options: IngestOptions): SourceContext {
  const { project, warehouse, signal, tmp } = options;
  return {
    ...options,
    sourceId,
    source,
    timezone: project.project.timezone,
    tmpDir: join(tmp, "load"),
    warehouse: cancellable(warehouse, signal),
  };
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

/** Exit code of a run: the worst that happened; 2 when rows were quarantined and nothing failed. */
export function ingestExitCode({ files, failures }: IngestReport): number {
  const codes = new Set(failures.map(({ error }) => EXIT_CODES[error.code]));
  for (const code of [4, 3, 1] as const) if (codes.has(code)) return code;
  return files.some(({ quarantined }) => quarantined > 0) ? 2 : 0;
}
