import { z } from "zod";
import { eventSources } from "../contract/project/project.ts";
import type { CheckReport, CheckRun, Severity } from "../contract/quality.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { endOfHourMs } from "../core/periods.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { PlannedCheck } from "../quality/check.ts";
import { EVENTS, type QualityContext, type SourceFlow } from "../quality/context.ts";
import { planContracts } from "../quality/contracts/plan.ts";
import { outcomeOf, reportOf } from "../quality/outcome.ts";
import { matchesId, planPack } from "../quality/pack/registry.ts";
import { type ColumnKind, columnKind, columnType, type Relation } from "../quality/relation.ts";
import { type Ask, runChecks } from "../quality/run.ts";
import type { SqlType } from "../sql/dialect.ts";
import { ident, joinSql, raw, sql } from "../sql/sql.ts";
import { createCheckRunStore } from "../state/check-runs.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { ProjectSession } from "./project-session.ts";

export interface CheckOptions {
  /** The wall clock: recorded with the run, and the moment of freshness and mutes unless `asOfMs` is given. */
  readonly nowMs: number;
  /** Judge the data as of this instant; default: the end of the hour of the newest event that is not in the future. */
  readonly asOfMs?: number | undefined;
  /** Only these checks; the id of a built-in check stands for all of its parts. */
  readonly only?: readonly string[] | undefined;
  /** Only checks of at least this severity. */
  readonly severity?: Severity | undefined;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

const HISTORY_RUNS = 20;
const SEVERITIES: readonly Severity[] = ["info", "warn", "error"];

/**
 * Runs a project's checks and stores the run.
 * @throws AppError NOT_BUILT when rows are loaded but there are no models; USAGE for an unknown id;
 *   CONFIG_INVALID for a contract that names what does not exist
 */
export async function checkProject(
  session: CheckedSession,
  warehouse: Warehouse,
  options: CheckOptions,
): Promise<CheckReport> {
  const store = createCheckRunStore(session.state);
  const ask = askOf(warehouse, options);
  const context = await contextOf(session, warehouse, { options, ask, previous: store.recent(HISTORY_RUNS) });
  const checks = selected([...planPack(context), ...planContracts(context)], options);
  const { results, profiles } = await runChecks(checks, context, ask).catch((error: unknown) =>
    explain(error, context, ask),
  );
  const run: CheckRun = {
    at: isoOf(options.nowMs),
    asOf: context.asOfMs === null ? null : isoOf(context.asOfMs),
    now: isoOf(context.nowMs),
    dataVersion: session.manifest.dataVersion(),
    outcome: outcomeOf(results),
    partial: isPartial(options),
    results: [...results],
    profiles: [...profiles],
  };
  store.append(run);
  return reportOf(run, context.previous);
}

export type CheckedSession = Pick<ProjectSession, "project" | "state" | "manifest">;

const isoOf = (ms: number): string => new Date(ms).toISOString();

const isPartial = ({ only = [], severity = "info" }: CheckOptions): boolean => only.length > 0 || severity !== "info";

function askOf(warehouse: Warehouse, { signal, onProgress }: CheckOptions): Ask {
  let done = 0;
  return async (text) => {
    onProgress?.({ phase: "checking", done, total: null, unit: "steps" });
    const { columns, rows } = await warehouse.table(text, { signal });
    done++;
    return rows.map((cells) => Object.fromEntries(columns.map(({ name }, i) => [name, cells[i] ?? null])));
  };
}

function selected(
  checks: readonly PlannedCheck[],
  { only = [], severity = "info" }: CheckOptions,
): readonly PlannedCheck[] {
  for (const wanted of only) {
    if (checks.some((check) => matchesId(check, wanted))) continue;
    const ids = checks.map(({ id }) => id);
    throw new AppError("USAGE", `there is no check "${wanted}"${didYouMean(wanted, ids)}`, {
      hint: `known: ${ids.join(", ")}`,
    });
  }
  return checks.filter(
    (check) =>
      SEVERITIES.indexOf(check.severity) >= SEVERITIES.indexOf(severity) &&
      (only.length === 0 || only.some((wanted) => matchesId(check, wanted))),
  );
}

interface ContextInputs {
  readonly options: CheckOptions;
  readonly ask: Ask;
  readonly previous: readonly CheckRun[];
}

async function contextOf(
  { project, manifest }: CheckedSession,
  warehouse: Warehouse,
  { options, ask, previous }: ContextInputs,
): Promise<QualityContext> {
  const sources = Object.entries(project.sources).map(([id, source]): SourceFlow => {
    const schema = manifest.schema(id);
    return {
      id,
      kind: source.events === undefined ? "table" : "events",
      schema: schema === undefined ? undefined : (JSON.parse(schema) as SourceSchema),
      files: manifest.files(id),
      parts: manifest.parts({ source: id }),
    };
  });
  const relations = await readRelations(ask);
  const facts = [
    ...(eventSources(project).length > 0 ? [EVENTS] : []),
    ...sources.filter(({ kind }) => kind === "table").map(({ id }) => `fct_${id}`),
  ];
  const loaded = sources.flatMap(({ files }) => files.map(({ committedAt }) => Date.parse(committedAt)));
  if (loaded.length > 0 && facts.every((name) => !relations.has(name))) {
    throw new AppError("NOT_BUILT", "the models are not built", { hint: "run `tidemark build` first" });
  }
  const loadedAtMs = loaded.length === 0 ? null : Math.max(...loaded);
  const timed = facts.filter((name) => relations.get(name)?.columns.has("event_time") === true);
  const upToMs = Math.max(loadedAtMs ?? 0, 0);
  const zone = project.project.timezone;
  return {
    project,
    dialect: warehouse.dialect,
    relations,
    sources,
    asOfMs:
      options.asOfMs ??
      (await newestHourEnd(timed.includes(EVENTS) ? [EVENTS] : timed, { ask, warehouse, upToMs, zone })),
    nowMs: options.asOfMs ?? options.nowMs,
    loadedAtMs,
    profiled: !isPartial(options) || ["new_property", "cardinality_explosion"].some((id) => options.only?.includes(id)),
    previous,
  };
}

async function readRelations(ask: Ask): Promise<ReadonlyMap<string, Relation>> {
  const rows = await ask(
    sql`select table_name, column_name, data_type from information_schema.columns where table_catalog = current_database() and table_schema = current_schema() order by table_name, ordinal_position`,
  );
  const relations = new Map<string, Relation & { columns: Map<string, ColumnKind>; types: Map<string, SqlType> }>();
  for (const row of rows) {
    const name = String(row["table_name"]);
    const [column, engineType] = [String(row["column_name"]), String(row["data_type"])];
    const relation = relations.get(name) ?? { name, columns: new Map(), types: new Map() };
    relation.columns.set(column, columnKind(engineType));
    const type = columnType(engineType);
    if (type !== undefined) relation.types.set(column, type);
    relations.set(name, relation);
  }
  return relations;
}

interface NewestOptions {
  readonly ask: Ask;
  readonly warehouse: Warehouse;
  readonly upToMs: number;
  readonly zone: string;
}

const Newest = z.object({ newest: z.string().nullable() });

/** The end of the hour of the newest row up to an instant; null when there is none. */
async function newestHourEnd(
  names: readonly string[],
  { ask, warehouse, upToMs, zone }: NewestOptions,
): Promise<number | null> {
  if (names.length === 0 || upToMs === 0) return null;
  const each = names.map(
    (name) =>
      sql`select max(event_time) as newest from ${ident(name)} where event_time <= ${warehouse.dialect.timestamp(upToMs)}`,
  );
  const [row] = await ask(
    sql`select max(newest) as newest from (${joinSql(each, " union all ")}) ${raw("as newest_rows")}`,
  );
  const { newest } = Newest.parse(row ?? { newest: null });
  return newest === null ? null : endOfHourMs(Date.parse(newest), zone);
}

/** A refused pattern fails the scan it is part of: says which contract it belongs to. */
async function explain(error: unknown, { project, dialect }: QualityContext, ask: Ask): Promise<never> {
  if (!(error instanceof AppError) || error.code !== "QUERY_FAILED") throw error;
  for (const [id, check] of Object.entries(project.checks)) {
    if (check.check !== "regex") continue;
    await ask(sql`select ${dialect.matches(raw("''"), check.pattern)} as ok`).catch((cause: Error) => {
      throw new AppError("CONFIG_INVALID", `checks.${id}.pattern: ${cause.message}`, {
        cause,
        hint: "patterns are RE2: no look-around, no back-references",
      });
    });
  }
  throw error;
}
