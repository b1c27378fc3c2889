import { createReadStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import type { OnProgress } from "../../core/progress.ts";
import type { CancelSignal } from "../../core/signal.ts";
import { ident, joinSql, literal, raw, sql } from "../../sql/sql.ts";
import type { ClickHouseWarehouse } from "../../warehouse/clickhouse/instance.ts";
import { isPlacedAs } from "../../warehouse/clickhouse/placed-as.ts";
import {
  createTable,
  dropTable,
  loadingLayout,
  type Placement,
  replacePartition,
  storedName,
  syncReplicas,
  type TableLayout,
} from "../../warehouse/clickhouse/tables.ts";
import type { DuckDBWarehouse } from "../../warehouse/duckdb/instance.ts";
import { readBuildState } from "../bookkeeping.ts";
import { castColumns, copiedRelations, inMonth } from "./copied-relation.ts";
import { type CopiedState, isSameState, readCopiedState, writeCopiedState } from "./copied-state.ts";
import { type DayDigest, dayDigests, differingDays } from "./day-digests.ts";

export interface CopyOptions extends Placement {
  /** An engine that may write into `tmpDir`. */
  readonly from: DuckDBWarehouse;
  readonly to: ClickHouseWarehouse;
  readonly tmpDir: string;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What became of one relation. */
export interface CopiedRelation {
  readonly name: string;
  readonly rows: number;
  readonly days: number;
  /** Months (or 1 for the whole) whose rows were written; 0 when nothing differed. */
  readonly written: number;
}

/**
 * Makes a ClickHouse database hold the models of an embedded warehouse. Only months with a day whose count, sums or
 * checksum differ are written, each in one step; afterwards every day of what was written is compared again. It can be
 * repeated after any interruption: from the first change to the last the database says that it is not complete.
 * @throws AppError NOT_BUILT, LAKE_CONSERVATION when a day differs after it was written
 */
export async function copyModels(options: CopyOptions): Promise<readonly CopiedRelation[]> {
  const { from, to } = options;
  const state = await readBuildState(from);
  if (state === null) throw new AppError("NOT_BUILT", "the models are not built", { hint: "run `tidemark build`" });
  const layouts = await copiedRelations(from);
  const wanted = { ...state, copied: layouts.map(({ name }) => name) };
  const held = await readCopiedState(to);
  const changes = await inSteps("compare", layouts, { ...options, step: (layout) => changesOf(layout, options) });
  const written = changes.filter(({ fits, months }) => !fits || months.size > 0);
  if (written.length > 0 || !isSameState(held, wanted)) {
    await writeCopiedState(to, null, options);
    await dropStrangers(layouts, held, options);
    await inSteps("copy", written, { ...options, step: (change) => write(change, options) });
    await writeCopiedState(to, wanted, options);
  }
  return changes.map(({ name, byMonth, digests, months }) => ({
    name,
    rows: digests.reduce((sum, { rows }) => sum + rows, 0),
    days: byMonth ? digests.length : 0,
    written: months.size,
  }));
}

async function inSteps<T extends { readonly name: string }, R>(
  doing: string,
  all: readonly T[],
  { onProgress, step }: Pick<CopyOptions, "onProgress"> & { readonly step: (one: T) => Promise<R> },
): Promise<readonly R[]> {
  const results: R[] = [];
  for (const [done, one] of all.entries()) {
    onProgress?.({ phase: `${doing} ${one.name}`, done, total: all.length, unit: "steps" });
    results.push(await step(one));
  }
  return results;
}

/** Removes relations that an earlier copy made and that the project no longer has. */
async function dropStrangers(
  layouts: readonly TableLayout[],
  held: CopiedState | null,
  options: CopyOptions,
): Promise<void> {
  const names = new Set(layouts.map(({ name }) => name));
  for (const name of held?.copied ?? []) {
    if (names.has(name)) continue;
    for (const statement of dropTable({ name, byUser: true }, options)) await options.to.exec(statement);
  }
}

/** A relation, and what is to be done that the database holds it. */
interface Changes extends TableLayout {
  /** What the warehouse holds. */
  readonly digests: readonly DayDigest[];
  /** False: there is no such table, or it is kept in another way. */
  readonly fits: boolean;
  /** To be written; null for a relation that is kept as a whole. */
  readonly months: ReadonlySet<number | null>;
}

async function changesOf(layout: TableLayout, options: CopyOptions): Promise<Changes> {
  const { from, to, signal } = options;
  const digests = await dayDigests(from, layout, { signal });
  const fits = await isKeptAs(layout, options);
  // of a cluster, servers that are new have no table yet
  if (fits) for (const statement of createTable(layout, options)) await to.exec(statement);
  const found = fits ? await dayDigests(to, layout, { signal }) : [];
  return { ...layout, digests, fits, months: new Set(monthsOf(differingDays(digests, found), layout)) };
}

async function write({ digests, fits, months, ...layout }: Changes, options: CopyOptions): Promise<void> {
  const { to, signal } = options;
  if (!fits) {
    const anew = [...dropTable(layout, options), ...createTable(layout, options)];
    for (const statement of anew) await to.exec(statement);
  }
  for (const month of months) await replaceMonth(layout, month, options);
  if (months.size > 0) requireSame(layout, digests, await dayDigests(to, layout, { signal }));
}

/** Whether the database has the table with these columns, in this order of rows, on one server or on all of a cluster. */
async function isKeptAs(layout: TableLayout, options: CopyOptions): Promise<boolean> {
  const { to } = options;
  const { rows } = await to.table(sql`select name, type from system.columns
    where database = currentDatabase() and table = ${layout.name} order by position`);
  const wanted = layout.columns.map(({ name, type }) => [name, to.dialect.type(type).texts.join("")]);
  const found = rows.map(([name, type]) => [name, String(type).replace(/^LowCardinality\((.*)\)$/, "$1")]);
  if (JSON.stringify(found) !== JSON.stringify(wanted)) return false;
  const tables = await to.table(sql`select name, engine, sorting_key from system.tables
    where database = currentDatabase() and name in (${layout.name}, ${storedName(layout, options)})`);
  const kept = tables.rows.map(([name, engine, order]) => ({
    name: String(name),
    engine: String(engine),
    sortingKey: String(order),
  }));
  return isPlacedAs(kept, layout, options);
}

const monthsOf = (days: readonly (string | null)[], { byMonth }: TableLayout): readonly (number | null)[] =>
  days.map((day) => (!byMonth ? null : day === null ? 197001 : Number(day.slice(0, 7).replace("-", ""))));

async function replaceMonth(layout: TableLayout, month: number | null, options: CopyOptions): Promise<void> {
  const { from, to, tmpDir, signal } = options;
  const loading = loadingLayout(layout);
  mkdirSync(tmpDir, { recursive: true });
  const file = join(tmpDir, `${layout.name}.parquet`);
  const rows = month === null ? raw("true") : inMonth(month, from);
  try {
    await from.exec(
      sql`copy (select ${castColumns(layout, from)} from ${ident(layout.name)} where ${rows}) to ${raw(literal(file))} (format parquet, compression zstd)`,
      { signal },
    );
    for (const statement of [...dropTable(loading, options), ...createTable(loading, options)])
      await to.exec(statement);
    const columns = joinSql(layout.columns.map(({ name }) => ident(name)));
    await to.insert(sql`insert into ${ident(loading.name)} (${columns}) format Parquet`, () => createReadStream(file), {
      signal,
    });
    for (const statement of syncReplicas(layout, options)) await to.exec(statement, { signal });
    await to.exec(replacePartition(layout, month, options), { signal });
  } finally {
    rmSync(file, { force: true });
    for (const statement of dropTable(loading, options)) await to.exec(statement);
  }
}

/** @throws AppError LAKE_CONSERVATION naming the first day that is not the same on both sides */
export function requireSame(layout: TableLayout, wanted: readonly DayDigest[], found: readonly DayDigest[]): void {
  const [day] = differingDays(wanted, found);
  if (day === undefined) return;
  const figures = (digests: readonly DayDigest[]): string =>
    JSON.stringify(digests.find((digest) => digest.day === day) ?? "nothing");
  throw new AppError(
    "LAKE_CONSERVATION",
    `${layout.name} differs after it was copied${day === null ? "" : `, on ${day}`}: ${figures(wanted)} became ${figures(found)}`,
    { hint: "run the copy again; if it happens again, report it" },
  );
}
