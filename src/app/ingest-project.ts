import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunStep } from "../contract/load-run.ts";
import type { IngestedFile } from "../contract/manifest.ts";
import type { Clock } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { FileFailure, FileOutcome } from "../lake/file-outcome.ts";
import { type IngestReport, ingest } from "../lake/ingest.ts";
import { DEFAULT_MAX_REJECTS, type MaxRejects, maxRejectsText } from "../lake/max-rejects.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import { engineOptions } from "./engine-options.ts";
import { fullDisk } from "./full-disk.ts";
import { refreshSharedViews } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { failureText, recordRun } from "./record-run.ts";

export interface IngestProjectOptions {
  readonly sources?: readonly string[];
  readonly reload?: readonly string[];
  readonly dropMissing?: boolean;
  readonly maxRejects?: MaxRejects;
  readonly signal?: CancelSignal;
  readonly onProgress: OnProgress;
  readonly onFile: (outcome: FileOutcome | FileFailure) => void;
  readonly clock: Clock;
}

/** Loads the project's files into the lake through an engine instance of its own, and records what each step did. */
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
    clock,
  } = options;
  for (const id of [...sources, ...reload]) {
    if (!Object.hasOwn(project.sources, id)) {
      throw new AppError("USAGE", `there is no source "${id}"${didYouMean(id, Object.keys(project.sources))}`);
    }
  }
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: paths.spill, ...engineOptions(session) });
  const before = manifest.files();
  const replaced: string[] = [];
  try {
    return await recordRun(
      { store: createLoadRunStore(session.state), kind: "ingest", clock },
      (recorder) =>
        ingest({
          project,
          root: paths.root,
          lake: paths.lake,
          tmp: paths.tmp,
          manifest,
          warehouse,
          maxRejects,
          recorder,
          sources,
          reload,
          dropMissing,
          nowIso: () => new Date(clock.nowMs()).toISOString(),
          signal,
          onProgress,
          onReplaced: (gone) => void replaced.push(...gone),
          onFile,
        }).finally(() => emptyFolder(paths.tmp)),
      ({ failures }, steps) => ({
        steps: [...steps, ...lakeSteps(session, before, steps)],
        notes: [`of a file at most ${maxRejectsText(maxRejects)} may be quarantined`],
        error: failures.map(({ path, error }) => `${path}: ${failureText(error)}`).join("; ") || null,
      }),
    );
  } catch (error) {
    throw fullDisk(error, { root: paths.root, left: "nothing was committed for the file in progress" });
  } finally {
    await refreshSharedViews(session);
    for (const path of replaced) rmSync(join(paths.root, path), { force: true });
  }
}

/** Half-made files go at once: on a full disk they take the room that the record of the failure needs. */
function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Per source of the run: the rows its lake held before, with those that came, less those that went, and what it holds. */
function lakeSteps(
  { manifest }: ProjectSession,
  before: readonly IngestedFile[],
  steps: readonly RunStep[],
): readonly RunStep[] {
  return [...new Set(steps.map(({ source }) => source))].map((source) => {
    const files = manifest.files(source);
    const parts = manifest.parts({ source, kind: "rows" });
    const earlier = before.filter((file) => file.source === source);
    const [known, present] = [new Set(earlier.map(entryOf)), new Set(files.map(entryOf))];
    const gone = total(earlier.filter((file) => !present.has(entryOf(file))));
    return {
      ...{ step: "lake", source, subject: `lake/${source}` },
      rowsIn: total(earlier) + total(files.filter((file) => !known.has(entryOf(file)))),
      rowsOut: parts.reduce((sum, { rows }) => sum + rows, 0),
      dropped: gone === 0 ? [] : [{ reason: "replaced or loaded anew", rows: gone }],
      ...{ seconds: 0, peakRssBytes: null },
    };
  });
}

/** What tells one loading of a file from another: the store uses row ids again. */
const entryOf = ({ fileNo, contentHash, kept, committedAt }: IngestedFile): string =>
  `${fileNo} ${contentHash} ${kept} ${committedAt}`;

const total = (files: readonly IngestedFile[]): number => files.reduce((sum, { kept }) => sum + kept, 0);
