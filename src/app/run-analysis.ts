import { type AnyAnalysis, doTasks, type RunTasks } from "../analyses/analysis.ts";
import { analysedRelations, planModels } from "../build/plan.ts";
import { codeVersion } from "../config/version.ts";
import type { Catalog } from "../contract/catalog.ts";
import type { ChartSpec } from "../contract/chart-spec.ts";
import { Envelope, type Receipt } from "../contract/envelope.ts";
import { type Sample, sampleMark, sampleNote } from "../contract/project/sample.ts";
import type { Clock } from "../core/clock.ts";
import type { OnProgress } from "../core/progress.ts";
import { createRng } from "../core/rng.ts";
import type { CancelSignal } from "../core/signal.ts";
import { ASKED_QUERY, queryRelation } from "../models/lab/relations.ts";
import { namesEvents, readsEvents } from "../models/sample.ts";
import type { Query } from "../sql/query.ts";
import { numberedText } from "../sql/sql.ts";
import { createCheckRunStore } from "../state/check-runs.ts";
import type { BuiltModels } from "../state/models.ts";
import { createTaskOutcomeStore } from "../state/task-outcomes.ts";
import type { DuckDBWarehouse } from "../warehouse/duckdb/instance.ts";
import type { UserTable } from "../warehouse/duckdb/read-only/user-table.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { askedQuery } from "./asked-query.ts";
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
  readonly local: DuckDBWarehouse;
  readonly models: BuiltModels;
}

/**
 * Runs an analysis and puts its result in the envelope that every surface shows, exactly as it is after it was stored:
 * the bytes of a new result and of a stored one can be compared.
 */
export async function runAnalysis(analysis: AnyAnalysis, target: RunTarget, options: RunOptions): Promise<Envelope> {
  const { session, warehouse, local, models } = target;
  const { params, asOfMs, seed, clock } = options;
  const id = resultId(analysis, options, { ...session, models, local });
  await using query = analysis.anyTable === true ? await askedQuery(session, local, options) : undefined;
  const start = clock.nowMs();
  const sql: Receipt["sql"] = [];
  const worked: Pick<Receipt, "tasks"> = {};
  const context = {
    ...(await questionContext(analysis, target, { params, seed, query })),
    asOfMs,
    runTasks: tasksOf(session, {
      ...options,
      onReused: (reused, total) => Object.assign(worked, { tasks: { total, reused } }),
    }),
  };
  const evaluated = await analysis.evaluate(
    params,
    context,
    recorded(query ?? plainly(warehouse), { sql, engine: warehouse.dialect.engine, clock, signal: options.signal }),
  );
  const sample = sampleOf(session, { sql, catalog: context.catalog });
  const envelope: Envelope = {
    id,
    analysis: analysis.id,
    version: analysis.version,
    params,
    status: evaluated.status,
    ...(evaluated.status === "undetermined" ? { reason: evaluated.reason } : {}),
    result: evaluated.status === "ok" ? evaluated.result : null,
    charts: evaluated.charts.map((chart) => (sample === undefined ? chart : marked(chart, sample))),
    findings: [...evaluated.findings],
    warnings: [...dataWarnings({ sample, query, asOfMs }), ...evaluated.warnings],
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

interface QuestionOptions extends Pick<RunOptions, "params" | "seed"> {
  readonly query: UserTable | undefined;
}

/** What an analysis knows before it asks: models, relations (with the query's, if there is one), and what data there is. */
async function questionContext(
  analysis: AnyAnalysis,
  { session, warehouse, local }: RunTarget,
  { params, seed, query }: QuestionOptions,
) {
  const ranges = await sourceRanges(warehouse, session.project);
  const plan = planModels(modelInput(session), warehouse.dialect);
  const known = analysedRelations(plan);
  const request = analysis.catalogRequest(params);
  const catalog =
    request === undefined ? undefined : await readCatalog(catalogInput(session), local, { request, seed });
  const asked = query === undefined ? [] : [[ASKED_QUERY, queryRelation(query.columns)] as const];
  return {
    ...plan,
    ...known,
    relations: new Map([...known.relations, ...asked]),
    ranges,
    catalog,
    seed,
    rng: createRng(seed),
  };
}

interface TaskOptions extends RunOptions {
  readonly onReused: (reused: number, total: number) => void;
}

function tasksOf({ state }: ProjectSession, { onReused, ...options }: TaskOptions): RunTasks {
  const run = tasksInThreads(options) ?? doTasks;
  return options.reuse === true ? keptOutcomes(run, { store: createTaskOutcomeStore(state), onReused }) : run;
}

interface Touched extends Pick<Receipt, "sql"> {
  readonly catalog: Catalog | undefined;
}

/** The chart wherever it goes says what it is of. */
function marked(chart: ChartSpec, sample: Sample): ChartSpec {
  const { subtitle, alt } = chart;
  const mark = sampleMark(sample);
  return { ...chart, subtitle: subtitle === "" ? mark : `${subtitle}; ${mark}`, alt: `${alt} (${mark})` };
}

/** The sample that numbers are of; undefined where they are of all: lake, tables and what is made of them hold everything. */
function sampleOf({ project }: ProjectSession, { sql, catalog }: Touched): Sample | undefined {
  const listed = catalog?.storage?.relations.some(({ name }) => namesEvents(name, project)) === true;
  return listed || sql.some((query) => readsEvents(query, project)) ? project.sample : undefined;
}

interface DataWarnings extends Pick<RunOptions, "asOfMs"> {
  readonly sample: Sample | undefined;
  readonly query: UserTable | undefined;
}

function dataWarnings({ sample, query, asOfMs }: DataWarnings): readonly string[] {
  return [
    ...(sample === undefined ? [] : [sampleNote(sample)]),
    ...(query === undefined || asOfMs === null
      ? []
      : ["the query reads all data: the as-of instant cuts nothing of it"]),
  ];
}

interface Asked extends Pick<UserTable, "over" | "rows"> {}

/** The engine where no query of the user's stands beside. */
const plainly = (warehouse: Warehouse): Asked => ({
  over: (query) => query,
  rows: (query, options) => warehouse.rows(query, options),
});

interface Recording extends Pick<RunOptions, "clock" | "signal"> {
  readonly sql: Receipt["sql"];
  readonly engine: string;
}

/** Fetches rows, and writes down in the receipt what was asked. */
function recorded(asked: Asked, { sql, engine, clock, signal }: Recording) {
  return async <Row>(query: Query<Row>): Promise<readonly Row[]> => {
    const began = clock.nowMs();
    const whole = asked.over(query);
    const rows = await asked.rows(whole, { signal });
    sql.push({
      text: numberedText(whole.text),
      params: whole.text.values.map((value) => (typeof value === "bigint" ? value.toString() : value)),
      engine,
      rows: rows.length,
      ms: clock.nowMs() - began,
    });
    return rows;
  };
}
