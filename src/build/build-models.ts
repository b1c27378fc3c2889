import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { StepRecorder } from "../contract/load-run.ts";
import type { LakePart } from "../contract/manifest.ts";
import type { Clock } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { type Definitions, definitions } from "../models/definitions.ts";
import { ident, raw, sql } from "../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import { type BuildState, hashOf, partKey, readBuildState, writeBuildState } from "./bookkeeping.ts";
import { type BuildRun, startRun } from "./build-run.ts";
import { findings } from "./findings.ts";
import { buildDaily, buildDates, buildEverything } from "./full-build.ts";
import { buildGeo, GEO_RELATIONS } from "./geo.ts";
import { type Addition, applyTouched, collectTouched, dropTouched, replaceDays } from "./incremental-build.ts";
import { countRows, eventParts, type ModelInput, type ModelPlan, planModels } from "./plan.ts";
import type { BuildReport } from "./report.ts";
import { copyDatabase, nextPath, removeDatabase, swapDatabase, withNext } from "./swap-file.ts";
import { buildTableFact } from "./table-facts.ts";
import { refreshViews, viewStatements } from "./views.ts";

/** Those who read the warehouse while it is built. They must not touch the file's log when they close it. */
interface Readers {
  /** A connection of the build's own to the file that is in place. */
  lease(): Promise<DuckDBWarehouse>;
  /** Does work at a moment when nobody is opening the file. */
  betweenOpenings(work: () => void): Promise<void>;
}

export interface BuildOptions extends ModelInput {
  /** Database file of the warehouse. Nobody else may have it open, except the `readers`. */
  readonly warehousePath: string;
  /** With them the file is left as it is: also small changes are made in a copy, which takes the file's place. */
  readonly readers?: Readers | undefined;
  /** Where the engine may spill. */
  readonly spillDir: string;
  readonly clock: Clock;
  /** Make everything anew even when little has changed. */
  readonly full?: boolean | undefined;
  /** Share of rows to write above which everything is made anew; default 0.3. */
  readonly rewriteShare?: number | undefined;
  /** Rows of the log that are put through the windows at once; default 3 million. */
  readonly rangeRows?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
  readonly spillLimitBytes?: number | undefined;
  readonly threads?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: CancelSignal | undefined;
  readonly recorder?: StepRecorder | undefined;
}

/** Above this share of rows to write, a full build is made instead (ADR 0004). */
const REWRITE_SHARE = 0.3;

/**
 * Brings the models up to the manifest: in place where little is new, else in a new file that takes the old one's
 * place when it is complete. Killed at any moment it leaves a complete warehouse.
 * @throws AppError JOIN_INVALID, CONFIG_INVALID, LAKE_CONSERVATION; the warehouse is then as it was
 */
export async function buildModels(options: BuildOptions): Promise<BuildReport> {
  const started = options.clock.nowMs();
  mkdirSync(dirname(options.warehousePath), { recursive: true });
  removeDatabase(nextPath(options.warehousePath));
  const updated = options.full === true ? { full: "asked for" } : await updateModels(options);
  const report = "full" in updated ? await rebuild(options, updated.full) : updated;
  return { ...report, seconds: (options.clock.nowMs() - started) / 1000 };
}

/** Either a report, or why everything has to be made anew. */
type Updated = BuildReport | { readonly full: string };

async function open(path: string, options: BuildOptions): Promise<DuckDBWarehouse> {
  const { spillDir, memoryLimitBytes, spillLimitBytes, threads } = options;
  const warehouse = await openDuckDB({ path, spillDir, memoryLimitBytes, spillLimitBytes, threads });
  // With the order preserved one thread alone compresses what is written.
  await warehouse.exec(raw("set preserve_insertion_order = false"));
  return warehouse;
}

function rebuild(options: BuildOptions, reason: string): Promise<BuildReport> {
  return withNext(options.warehousePath, async (next) => {
    const report = await withWarehouse(next, options, async (run, plan) => {
      await buildEverything(run, plan, options);
      const report = await reportOf(run, plan, { mode: "full", reason });
      await writeBuildState(run.warehouse, definitions(plan.project, plan.schemas), heldBy(plan));
      await run.exec(raw("checkpoint"));
      return report;
    });
    await swap(options);
    return report;
  });
}

/** An engine that makes its views meanwhile would leave its log beside the new file, and that could not be opened then. */
async function swap({ warehousePath, readers }: BuildOptions): Promise<void> {
  const now = (): void => swapDatabase(warehousePath);
  await (readers === undefined ? now() : readers.betweenOpenings(now));
}

async function withWarehouse<T>(
  path: string,
  options: BuildOptions,
  work: (run: BuildRun, plan: ModelPlan) => Promise<T>,
): Promise<T> {
  await using warehouse = await open(path, options);
  return await work(startRun(warehouse, options), planModels(options, warehouse.dialect));
}

const heldBy = (plan: ModelPlan) => ({ parts: rowsOf(plan), dataVersion: plan.dataVersion });

const rowsOf = ({ parts }: Pick<ModelInput, "parts">): readonly LakePart[] =>
  parts.filter(({ kind }) => kind === "rows");

async function updateModels(options: BuildOptions): Promise<Updated> {
  const { warehousePath, readers } = options;
  if (!existsSync(warehousePath)) return { full: "the first build" };
  if (readers === undefined) return updateFile(warehousePath, options);
  return (await withoutCopy(readers, options)) ?? (await updateCopy(options));
}

/** What needs no copy of the file: nothing is new, or everything is made anew. Undefined where something is to be worked in. */
async function withoutCopy(readers: Readers, options: BuildOptions): Promise<Updated | undefined> {
  await using warehouse = await unlessUnreadable(readers.lease());
  if (warehouse === null) return UNREADABLE;
  const plan = planModels(options, warehouse.dialect);
  const change = changeOf(await readBuildState(warehouse), plan, options);
  if ("full" in change) return change;
  return isNothing(change) && change.heldVersion === plan.dataVersion
    ? await unchanged(startRun(warehouse, options), plan)
    : undefined;
}

const updateCopy = (options: BuildOptions): Promise<Updated> =>
  withNext(options.warehousePath, async (next) => {
    await copyDatabase(options.warehousePath, next);
    const updated = await updateFile(next, options);
    if (!("full" in updated) && updated.mode === "incremental") await swap(options);
    return updated;
  });

async function updateFile(path: string, options: BuildOptions): Promise<Updated> {
  await using warehouse = await unlessUnreadable(open(path, options));
  if (warehouse === null) return UNREADABLE;
  const plan = planModels(options, warehouse.dialect);
  const change = changeOf(await readBuildState(warehouse), plan, options);
  return "full" in change ? change : await update(startRun(warehouse, options), plan, change);
}

const UNREADABLE = { full: "the warehouse cannot be read" };

const unlessUnreadable = (opening: Promise<DuckDBWarehouse>): Promise<DuckDBWarehouse | null> =>
  opening.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "QUERY_FAILED") return null;
    throw error;
  });

/** What differs between the models and the manifest. */
interface Change {
  readonly added: readonly LakePart[];
  readonly tables: ReadonlySet<string>;
  readonly metrics: boolean;
  readonly definitions: Definitions;
  /** The lake's version that the models say they hold. */
  readonly heldVersion: string;
  /** Rows of the log that may be written; beyond them everything is made anew. */
  readonly mostRows: number;
}

function changeOf(
  state: BuildState | null,
  plan: ModelPlan,
  { rewriteShare = REWRITE_SHARE }: BuildOptions,
): Change | { readonly full: string } {
  if (state === null) return { full: "the first build" };
  const now = definitions(plan.project, plan.schemas);
  if (state.relations !== hashOf(now.relations)) return { full: "the definitions have changed" };
  const current = rowsOf(plan);
  const keys = new Set(current.map(partKey));
  const removed = [...state.parts].filter((key) => !keys.has(key));
  const added = current.filter((part) => !state.parts.has(partKey(part)));
  const tableSources = new Set(plan.tables.map(({ source }) => source));
  const removedTables = removed.map(sourceOfKey);
  if (removedTables.some((source) => !tableSources.has(source))) return { full: "loaded rows were replaced" };
  const changed = new Set([...added.map(({ source }) => source), ...removedTables]);
  const events = added.filter(({ source }) => !tableSources.has(source));
  const mostRows = rewriteShare * countRows(eventParts(plan));
  if (countRows(events) > mostRows) return { full: "many rows are new" };
  return {
    added: events,
    mostRows,
    tables: new Set(
      plan.tables
        .filter(({ source, joins }) => changed.has(source) || joins.some(({ target }) => changed.has(target)))
        .map(({ source }) => source),
    ),
    metrics: state.metrics !== hashOf(now.metrics),
    definitions: now,
    heldVersion: state.dataVersion,
  };
}

/** The source of a part that is no longer in the manifest: its folder in the lake. */
const sourceOfKey = (key: string): string => /^\d+ (?:.*\/)?lake\/([^/]+)\//.exec(key)?.[1] ?? "";

const isNothing = ({ added, tables, metrics }: Change): boolean => added.length === 0 && tables.size === 0 && !metrics;

const unchanged = (run: BuildRun, plan: ModelPlan): Promise<BuildReport> =>
  reportOf(run, plan, { mode: "unchanged", reason: "nothing is new" });

async function update(run: BuildRun, plan: ModelPlan, change: Change): Promise<Updated> {
  const { facts } = plan;
  const addition: Addition | null = facts === null || change.added.length === 0 ? null : { facts, added: change.added };
  if (isNothing(change)) {
    await refreshViews(run.warehouse, plan);
    if (change.heldVersion === plan.dataVersion) return unchanged(run, plan);
    // a version also changes with parts that hold no rows of models, such as quarantine
    await inTransaction(run, () => writeBuildState(run.warehouse, change.definitions, heldBy(plan)));
    return reportOf(run, plan, { mode: "incremental", reason: "no new rows" });
  }
  if (addition !== null) {
    const rows = await run.step("new rows", () => collectTouched(run, plan, addition));
    if (rows > change.mostRows) return { full: "most rows would change" };
  }
  await inTransaction(run, async () => {
    for (const statement of viewStatements(plan)) await run.exec(statement);
    await apply(run, plan, { change, addition });
    await writeBuildState(run.warehouse, change.definitions, heldBy(plan));
  });
  if (addition !== null) await dropTouched(run);
  return reportOf(run, plan, { mode: "incremental", reason: reasonOf(change) });
}

interface Changes {
  readonly change: Change;
  readonly addition: Addition | null;
}

async function apply(run: BuildRun, plan: ModelPlan, { change, addition }: Changes): Promise<void> {
  for (const fact of plan.tables.filter(({ source }) => change.tables.has(source))) {
    run.expect(1);
    await run.step(fact.name, () => buildTableFact(run, plan, fact));
  }
  if (addition !== null) {
    await applyTouched(run, plan, addition);
    await buildGeo(run, plan);
  }
  run.expect(2);
  await run.step("fct_daily", async () => {
    if (addition !== null && !change.metrics && change.tables.size === 0) return replaceDays(run, plan);
    await run.exec(raw("delete from fct_daily"));
    await buildDaily(run, plan, raw("true"));
  });
  await buildDates(run, plan);
}

function reasonOf({ added, tables, metrics }: Change): string {
  const parts = added.length === 0 ? [] : [`${added.length} new part${added.length === 1 ? "" : "s"}`];
  const changed = tables.size === 0 ? [] : [`changed tables: ${[...tables].join(", ")}`];
  return [...parts, ...changed, ...(metrics ? ["changed metrics"] : [])].join("; ");
}

async function inTransaction(run: BuildRun, work: () => Promise<void>): Promise<void> {
  await run.exec(raw("begin transaction"));
  try {
    await work();
    await run.exec(raw("commit"));
  } catch (error) {
    await run.warehouse.exec(raw("rollback")).catch(() => undefined);
    throw error;
  }
}

async function reportOf(
  run: BuildRun,
  plan: ModelPlan,
  { mode, reason }: Pick<BuildReport, "mode" | "reason">,
): Promise<BuildReport> {
  const names = [
    ...(plan.facts === null
      ? []
      : ["fct_events", "fct_sessions", "fct_event_runs", "fct_user_days", "dim_users", "dim_items"]),
    ...(plan.geo === null ? [] : GEO_RELATIONS),
    ...plan.tables.map(({ name }) => name),
    "fct_daily",
    "dim_dates",
  ];
  const relations = [];
  for (const name of names) {
    const [row] = await run.cells(sql`select count(*) as n from ${ident(name)}`);
    relations.push({ name, rows: Number(row?.[0]), seconds: run.seconds.get(name) ?? 0 });
  }
  return { mode, reason, relations, findings: await findings(run, plan), seconds: 0 };
}
