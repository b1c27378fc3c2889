import { statfsSync } from "node:fs";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { type FileFailure, type IngestReport, ingest } from "../lake/ingest.ts";
import type { FileOutcome } from "../lake/ingest-file.ts";
import { DEFAULT_MAX_REJECTS, type MaxRejects } from "../lake/max-rejects.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import { engineOptions } from "./engine-options.ts";
import { refreshSharedViews } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";

export interface IngestProjectOptions {
  readonly sources?: readonly string[];
  readonly reload?: readonly string[];
  readonly dropMissing?: boolean;
  readonly maxRejects?: MaxRejects;
  readonly signal?: CancelSignal;
  readonly onProgress: OnProgress;
  readonly onFile: (outcome: FileOutcome | FileFailure) => void;
  readonly nowIso: () => string;
}

/** Loads the project's files into the lake through an engine instance of its own. */
export async function ingestProject(session: ProjectSession, options: IngestProjectOptions): Promise<IngestReport> {
  const { project, paths, manifest } = session;
  const {
    sources = [],
    reload = [],
    dropMissing = false,
    maxRejects = DEFAULT_MAX_REJECTS,
    signal,
    onProgress,
    onFile,
    nowIso,
  } = options;
  for (const id of [...sources, ...reload]) {
    if (!Object.hasOwn(project.sources, id)) {
      throw new AppError("USAGE", `there is no source "${id}"${didYouMean(id, Object.keys(project.sources))}`);
    }
  }
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: paths.spill, ...engineOptions(project) });
  try {
    return await ingest({
      project,
      root: paths.root,
      lake: paths.lake,
      tmp: paths.tmp,
      manifest,
      warehouse,
      maxRejects,
      sources,
      reload,
      dropMissing,
      nowIso,
      signal,
      onProgress,
      onFile,
    });
  } catch (error) {
    throw fullDisk(error, paths.root);
  } finally {
    await refreshSharedViews(session);
  }
}

/** A failed write on a file system without space, whoever reported it. */
function fullDisk(error: unknown, root: string): unknown {
  const { bavail, bsize } = statfsSync(root);
  const text = error instanceof Error ? `${error.message} ${(error as { code?: string }).code ?? ""}` : "";
  if (error instanceof AppError && error.code === "DISK_FULL") return error;
  if (
    /ENOSPC|No space left|disk full/i.test(text) ||
    (bavail * bsize < 1e6 && !(error instanceof AppError && error.code === "CANCELLED"))
  ) {
    return new AppError("DISK_FULL", `the disk that holds ${root} is full`, {
      cause: error,
      hint: "nothing was committed for the file in progress; free some space and run the command again",
    });
  }
  return error;
}
