import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import type { CancelSignal } from "../../core/signal.ts";
import type { SqlType } from "../../sql/dialect.ts";
import { ident, joinSql, literal, raw, sql } from "../../sql/sql.ts";
import type { ClickHouseWarehouse } from "../../warehouse/clickhouse/instance.ts";
import type { TableLayout } from "../../warehouse/clickhouse/tables.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { ModelInput } from "../plan.ts";
import { swapDatabase, withNext } from "../swap-file.ts";
import { refreshViews } from "../views.ts";
import { copiedRelations, rowOrder } from "./copied-relation.ts";
import { type CopiedState, readCopiedState } from "./copied-state.ts";
import { type CopiedRelation, requireSame } from "./copy-models.ts";
import { dayDigests } from "./day-digests.ts";

export interface RestoreOptions {
  readonly from: ClickHouseWarehouse;
  /** Database file of the warehouse, which the copy takes the place of. Nobody may have it open. */
  readonly warehousePath: string;
  readonly tmpDir: string;
  readonly spillDir: string;
  readonly input: ModelInput;
  readonly memoryLimitBytes?: number | undefined;
  readonly spillLimitBytes?: number | undefined;
  readonly threads?: number | undefined;
  readonly signal?: CancelSignal | undefined;
}

/**
 * Makes an embedded warehouse from the models in a ClickHouse database: a new file, compared day by day, that then takes
 * the old one's place.
 * @throws AppError NOT_BUILT when the database holds no complete copy, LAKE_CONSERVATION when a day differs
 */
export async function restoreModels(options: RestoreOptions): Promise<readonly CopiedRelation[]> {
  const { from, warehousePath, tmpDir, input } = options;
  const { spillDir, memoryLimitBytes, spillLimitBytes, threads } = options;
  const state = await readCopiedState(from);
  if (state === null) {
    throw new AppError("NOT_BUILT", `the ClickHouse database "${from.database}" holds no complete models`, {
      hint: "run `tidemark build`, then `tidemark engine copy --to clickhouse`",
    });
  }
  mkdirSync(tmpDir, { recursive: true });
  const restored: CopiedRelation[] = [];
  await withNext(warehousePath, async (next) => {
    {
      await using to = await openDuckDB({ path: next, spillDir, memoryLimitBytes, spillLimitBytes, threads });
      for (const name of state.copied.filter((copied) => !STAGED.test(copied))) await restoreTable(name, to, options);
      for (const layout of await copiedRelations(to)) restored.push(await compared(layout, to, options));
      await writeState(to, state);
      await refreshViews(to, input);
      await to.exec(raw("checkpoint"));
    }
    swapDatabase(warehousePath);
  });
  return restored;
}

/** What is a view of the lake in an embedded warehouse. */
const STAGED = /^stg_/;

async function restoreTable(
  name: string,
  to: DuckDBWarehouse,
  { from, tmpDir, signal }: RestoreOptions,
): Promise<void> {
  const { rows } = await from.table(
    sql`select name, type from system.columns where database = currentDatabase() and table = ${name} order by position`,
  );
  const columns = rows.map(([column, type]) => ({ name: String(column), type: neutralType(String(type)) }));
  const file = join(tmpDir, `${name}.parquet`);
  try {
    await from.download(
      sql`select ${joinSql(columns.map((column) => ident(column.name)))} from ${ident(name)} format Parquet`,
      file,
      {
        signal,
      },
    );
    const cast = joinSql(
      columns.map((column) => sql`${to.dialect.cast(ident(column.name), column.type)} as ${ident(column.name)}`),
    );
    await to.exec(
      sql`create table ${ident(name)} as select ${cast} from read_parquet(${raw(literal(file))})${rowOrder(name, columns)}`,
      { signal },
    );
  } finally {
    rmSync(file, { force: true });
  }
}

/** ClickHouse's name of a type, in words of both engines. */
function neutralType(type: string): SqlType {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1];
  if (inner !== undefined) return neutralType(inner);
  const decimal = /^Decimal\((\d+), (\d+)\)$/.exec(type);
  if (decimal !== null) return `decimal(${Number(decimal[1])},${Number(decimal[2])})`;
  if (type.startsWith("DateTime64")) return "timestamp";
  const plain: Readonly<Record<string, SqlType>> = {
    Int64: "integer",
    Float64: "number",
    Bool: "boolean",
    Date32: "date",
  };
  return plain[type] ?? "text";
}

async function compared(
  layout: TableLayout,
  to: DuckDBWarehouse,
  { from, signal }: RestoreOptions,
): Promise<CopiedRelation> {
  const wanted = await dayDigests(from, layout, { signal });
  requireSame(layout, wanted, await dayDigests(to, layout, { signal }));
  const rows = wanted.reduce((sum, digest) => sum + digest.rows, 0);
  return { name: layout.name, rows, days: layout.byMonth ? wanted.length : 0, written: 1 };
}

/** The tables in which a build says what it made: as `writeBuildState` leaves them. */
async function writeState(
  to: DuckDBWarehouse,
  { relations, metrics, dataVersion, sample, parts }: CopiedState,
): Promise<void> {
  await to.exec(sql`create schema if not exists tidemark_build`);
  await to.exec(sql`create table tidemark_build.parts (part varchar)`);
  if (parts.size > 0)
    await to.exec(sql`insert into tidemark_build.parts values ${joinSql([...parts].map((part) => sql`(${part})`))}`);
  await to.exec(sql`create table tidemark_build.definitions as
    select ${relations} as relations, ${metrics} as metrics, ${dataVersion} as data_version,
      ${sample === undefined ? "" : JSON.stringify(sample)} as sample`);
}
