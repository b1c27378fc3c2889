import { type AnyAnalysis, doTasks } from "../analyses/analysis.ts";
import { analysedRelations, planModels } from "../build/plan.ts";
import { codeVersion } from "../config/version.ts";
import { Envelope, type Receipt } from "../contract/envelope.ts";
import { sampleNote } from "../contract/project/sample.ts";
import type { Clock } from "../core/clock.ts";
import type { OnProgress } from "../core/progress.ts";
import { createRng } from "../core/rng.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Query } from "../sql/query.ts";
import { numberedText } from "../sql/sql.ts";
import { createCheckRunStore } from "../state/check-runs.ts";
import type { BuiltModels } from "../state/models.ts";
import { createTaskOutcomeStore } from "../state/task-outcomes.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { catalogInput, readCatalog } from "./catalog.ts";
import { keptOutcomes } from "./kept-outcomes.ts";
import { modelInput } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { type AnalysisRequest, isoInstant, numberDefinitions, resultId } from "./result-identity.ts";
import { sourceRanges } from "./source-ranges.ts";
import { tasksInThreads } from "./tasks-in-threads.ts";

export interface RunOptions extends AnalysisRequest {
  readonly clock: Clock;
  readonly signal?: CancelSignal | undefined;
  /** Hears of analyses that calculate for long. */
  readonly onProgress?: OnProgress | undefined;
  /** Take what long calculations came to from earlier answers, where nothing that decides it has changed. */
  readonly reuse?: boolean | undefined;
}

/** What an analysis runs on. */
export interface RunTarget {
  readonly session: ProjectSession;
  /** The engine that answers. */
  readonly warehouse: Warehouse;
  /** The embedded warehouse, beside the lake. */
  readonly local: Warehouse;
  readonly models: BuiltModels;
}

/**
 * Runs an analysis and puts its result in the envelope that every surface shows, exactly as it is after it was stored:
 * the bytes of a new result and of a stored one can be compared.
 */
export async function runAnalysis(analysis: AnyAnalysis, target: RunTarget, options: RunOptions): Promise<Envelope> {
  const { session, warehouse, local, models } = target;
  const { params, asOfMs, seed, clock, reuse } = options;
  const runTasks = tasksInThreads(options) ?? doTasks;
  const worked: Pick<Receipt, "tasks"> = {};
  const onReused = (reused: number, total: number): void => {
    worked.tasks = { total, reused };
  };
  const { sample } = session.project;
  const start = clock.nowMs();
  const sql: Receipt["sql"] = [];
  const ranges = await sourceRanges(warehouse, session.project);
  const plan = planModels(modelInput(session), warehouse.dialect);
  const asked = analysis.catalogRequest(params);
  const catalog =
    asked === undefined ? undefined : await readCatalog(catalogInput(session), local, { request: asked, seed });
  const context = {
    ...plan,
    ...analysedRelations(plan),
    ranges,
    asOfMs,
    catalog,
    seed,
    rng: createRng(seed),
    runTasks:
      reuse === true ? keptOutcomes(runTasks, { store: createTaskOutcomeStore(session.state), onReused }) : runTasks,
  };
  const evaluated = await analysis.evaluate(params, context, recorded(warehouse, sql, options));
  const envelope: Envelope = {
    id: resultId(analysis, options, { ...session, models }),
    analysis: analysis.id,
    version: analysis.version,
    params,
    status: evaluated.status,
    ...(evaluated.status === "undetermined" ? { reason: evaluated.reason } : {}),
    result: evaluated.status === "ok" ? evaluated.result : null,
    charts: [...evaluated.charts],
    findings: [...evaluated.findings],
    warnings: [...(sample === undefined ? [] : [sampleNote(sample)]), ...evaluated.warnings],
    receipt: {
      sql,
      definitions: numberDefinitions(session.project),
      dataVersion: models.dataVersion,
      asOf: isoInstant(asOfMs),
      seed,
      codeVersion: codeVersion(),
      quality: createCheckRunStore(session.state).outcome(models.dataVersion),
      ...worked,
      ms: clock.nowMs() - start,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    },
  };
  return Envelope.parse(JSON.parse(JSON.stringify(envelope)));
}

/** Fetches rows, and writes down in the receipt what was asked. */
function recorded(warehouse: Warehouse, sql: Receipt["sql"], { clock, signal }: RunOptions) {
  return async <Row>(query: Query<Row>): Promise<readonly Row[]> => {
    const began = clock.nowMs();
    const rows = await warehouse.rows(query, { signal });
    sql.push({
      text: numberedText(query.text),
      params: query.text.values.map((value) => (typeof value === "bigint" ? value.toString() : value)),
      engine: warehouse.dialect.engine,
      rows: rows.length,
      ms: clock.nowMs() - began,
    });
    return rows;
  };
}
