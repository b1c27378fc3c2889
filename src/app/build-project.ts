import { hashOf } from "../build/bookkeeping.ts";
import { buildModels } from "../build/build-models.ts";
import { countRows, type ModelInput, rowParts } from "../build/plan.ts";
import type { BuildReport } from "../build/report.ts";
import type { RunStep } from "../contract/load-run.ts";
import { eventSources, tableSources } from "../contract/project/project.ts";
import type { Clock } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { checkDeclarations } from "../lake/stored-schema.ts";
import { definitions } from "../models/definitions.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import type { EngineKind } from "./analysis-engine.ts";
import { copyToClickHouse } from "./clickhouse.ts";
import { engineOptions } from "./engine-options.ts";
import { fullDisk } from "./full-disk.ts";
import { noteModels } from "./model-state.ts";
import { modelInput, moveReaders, refreshSharedViews } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { recordRun } from "./record-run.ts";

export interface BuildProjectOptions {
  readonly clock: Clock;
  readonly full?: boolean | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: CancelSignal | undefined;
}

/**
 * Brings the project's models up to its lake.
 * @throws AppError NOT_BUILT when nothing has been loaded; everything that `buildModels` throws
 */
export async function buildProject(session: ProjectSession, options: BuildProjectOptions): Promise<BuildReport> {
  const { paths, project } = session;
  const input = modelInput(session);
  if (Object.keys(input.schemas).length === 0) {
    throw new AppError("NOT_BUILT", "there is nothing to build: no file has been loaded", {
      hint: "run `tidemark ingest` first",
    });
  }
  checkDeclarations(project, session.manifest);
  await refreshSharedViews(session);
  const report = await recordRun(
    { store: createLoadRunStore(session.state), kind: "build", clock: options.clock },
    (recorder) =>
      buildModels({
        ...input,
        ...options,
        ...engineOptions(session),
        recorder,
        readers: session.shared,
        warehousePath: paths.warehouse,
        spillDir: paths.spill,
      }).catch((error: unknown) => {
        throw fullDisk(error, { root: paths.root, left: "the models are as they were" });
      }),
    (report, steps) => ({
      steps: steps.length === 0 ? [] : allSteps(steps, report, input),
      notes: [`${report.mode}: ${report.reason}`, ...report.findings.map(({ message }) => message)],
      error: null,
    }),
  );
  const { relations, metrics, ...sampled } = definitions(project, input.schemas);
  await moveReaders(session);
  const { dataVersion } = input;
  noteModels(session, { dataVersion, relations: hashOf(relations), metrics: hashOf(metrics), ...sampled });
  await COPY_AFTER[project.engine.kind](session, options);
  return report;
}

/** What an engine needs once the models are built. */
const COPY_AFTER: Readonly<
  Record<EngineKind, (session: ProjectSession, options: BuildProjectOptions) => Promise<unknown>>
> = {
  duckdb: async () => {},
  clickhouse: copyToClickHouse,
};

/** The steps taken, then the relations that were left as they were, all with the rows they hold now. */
function allSteps(steps: readonly RunStep[], { relations }: BuildReport, input: ModelInput): readonly RunStep[] {
  const taken = new Set(steps.map(({ subject }) => subject));
  const left = relations
    .filter(({ name }) => !taken.has(name))
    .map(({ name }): RunStep => ({ ...{ step: name, source: "", subject: name }, ...UNTOUCHED }));
  const rows = new Map(relations.map((relation) => [relation.name, relation.rows]));
  return [...steps, ...left].map((step) => ({
    ...step,
    rowsIn: lakeRows(step.subject, input),
    rowsOut: rows.get(step.subject) ?? null,
  }));
}

const UNTOUCHED = { rowsIn: null, rowsOut: null, dropped: [], seconds: 0, peakRssBytes: null };

/** Rows of the lake that a table of facts is made from; null for what is made from other models. */
function lakeRows(relation: string, { parts, project }: ModelInput): number | null {
  const ids = (relation === "fct_events" ? eventSources(project) : tableSources(project)).map(([id]) => id);
  const mine = relation === "fct_events" ? ids : ids.filter((id) => relation === `fct_${id}`);
  return mine.length === 0 ? null : countRows(mine.flatMap((id) => rowParts({ parts }, id)));
}
