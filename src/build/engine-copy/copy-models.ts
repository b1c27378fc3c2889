import { createReadStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import type { OnProgress } from "../../core/progress.ts";
import type { CancelSignal } from "../../core/signal.ts";
import { ident, joinSql, literal, raw, sql } from "../../sql/sql.ts";
import type { ClickHouseWarehouse } from "../../warehouse/clickhouse/instance.ts";
import {
  createTable,
  dropTable,
  loadingLayout,
  type Placement,
  replacePartition,
  syncReplicas,
  type TableLayout,
} from "../../warehouse/clickhouse/tables.ts";
import type { DuckDBWarehouse } from "../../warehouse/duckdb/instance.ts";
import { readBuildState } from "../bookkeeping.ts";
import { castColumns, copiedRelations, inMonth } from "./copied-relation.ts";
import { type CopiedState, readCopiedState, writeCopiedState } from "./copied-state.ts";
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
 * checksum differ are written, each in one step; afterwards every day of every relation is compared again. It can be
 * repeated after any interruption: meanwhile the database says that it is not complete.
 * @throws AppError NOT_BUILT, LAKE_CONSERVATION when a day differs after it was written
 */
export async function copyModels(options: CopyOptions): Promise<readonly CopiedRelation[]> {
  const { from, to } = options;
  const state = await readBuildState(from);
  if (state === null) throw new AppError("NOT_BUILT", "the models are not built", { hint: "run `tidemark build`" });
  const layouts = await copiedRelations(from);
  const held = await readCopiedState(to);
  await writeCopiedState(to, null, options);
  await dropStrangers(layouts, held, options);
  const copied: CopiedRelation[] = [];
  for (const [i, layout] of layouts.entries()) {
    options.onProgress?.({ phase: `copy ${layout.name}`, done: i, total: layouts.length, unit: "steps" });
    copied.push(await copyRelation(layout, options));
  }
  await writeCopiedState(to, { ...state, copied: layouts.map(({ name }) => name) }, options);
  return copied;
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

async function copyRelation(layout: TableLayout, options: CopyOptions): Promise<CopiedRelation> {
  const { from, to, signal } = options;
  const wanted = await dayDigests(from, layout, { signal });
  await makeTable(layout, options);
  const months = new Set(monthsOf(differingDays(wanted, await dayDigests(to, layout, { signal })), layout));
  for (const month of months) await replaceMonth(layout, month, options);
  if (months.size > 0) requireSame(layout, wanted, await dayDigests(to, layout, { signal }));
  const rows = wanted.reduce((sum, digest) => sum + digest.rows, 0);
  return { name: layout.name, rows, days: layout.byMonth ? wanted.length : 0, written: months.size };
}

/** Makes the table; one with other columns or another order is made anew. */
async function makeTable(layout: TableLayout, options: CopyOptions): Promise<void> {
  const { to } = options;
  const { rows } = await to.table(sql`select name, type from system.columns
    where database = currentDatabase() and table = ${layout.name} order by position`);
  const wanted = layout.columns.map(({ name, type }) => [name, to.dialect.type(type).texts.join("")]);
  const found = rows.map(([name, type]) => [name, String(type).replace(/^LowCardinality\((.*)\)$/, "$1")]);
  if (rows.length > 0 && JSON.stringify(found) !== JSON.stringify(wanted))
    for (const statement of dropTable(layout, options)) await to.exec(statement);
  for (const statement of createTable(layout, options)) await to.exec(statement);
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
