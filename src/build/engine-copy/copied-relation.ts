import type { SqlType } from "../../sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { TableColumn, TableLayout } from "../../warehouse/clickhouse/tables.ts";
import type { Warehouse } from "../../warehouse/port.ts";

/** Distinct values up to which a text column is kept as a dictionary's numbers: more make it slower than plain text. */
const FEW_VALUES = 10_000;

/** The order of rows on disk: days and events (of runs the event alone, whatever the days) cut most of a query's rows away, then a user's rows lie together. */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  fct_events: ["day", "event", "user_id", "event_time", "ingest_seq"],
  fct_sessions: ["day", "user_id", "started"],
  fct_event_runs: ["event", "day", "user_id", "event_time", "ingest_seq"],
  fct_user_days: ["day", "user_id"],
  fct_daily: ["metric", "dimension", "day"],
  fct_event_places: ["day", "user_id"],
  dim_users: ["user_id"],
  dim_items: ["item_id"],
  dim_dates: ["day"],
};

/** An embedded table's order of rows, as a build writes them: days first, in a day the rows of a user together. */
export function rowOrder(name: string, columns: readonly { readonly name: string }[]): Sql {
  const names = new Set(columns.map((column) => column.name));
  const keys = ["day", "user_id", "event_time", "ingest_seq"].filter((key) => names.has(key));
  return name.startsWith("fct_") && keys.length > 0
    ? sql` order by ${joinSql(keys.map((key) => ident(key)))}`
    : raw("");
}

/** The relations that analyses read, as they are in an embedded warehouse, and how ClickHouse is to keep them. */
export async function copiedRelations(from: Warehouse): Promise<readonly TableLayout[]> {
  const clocked = await clockColumns(from);
  const { rows } = await from.table(sql`
    select c.table_name, c.column_name, c.data_type from information_schema.columns as c
    join information_schema.tables as t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_catalog = c.table_catalog
    where (t.table_type = 'BASE TABLE' or ${clocked}) and c.table_schema = 'main' and c.table_catalog = current_database() order by c.table_name, c.ordinal_position`);
  const relations = new Map<string, { name: string; type: SqlType }[]>();
  for (const [table, column, type] of rows) {
    const name = String(table);
    const columns = relations.get(name) ?? [];
    relations.set(name, [...columns, { name: String(column), type: neutralType(String(type)) }]);
  }
  const layouts: TableLayout[] = [];
  for (const [name, columns] of relations) layouts.push(await layoutOf(name, columns, from));
  return layouts;
}

/** Columns of the staged events that the facts lack: analyses of clocks read them with the keys of the rows. */
async function clockColumns(from: Warehouse): Promise<Sql> {
  const { rows: found } = await from.table(sql`select 1 from information_schema.columns
    where table_schema = 'main' and table_catalog = current_database() and table_name = 'stg_events' and column_name = 'received_time'`);
  if (found.length === 0) return raw("false");
  const { rows } = await from.table(raw("select count(received_time) from stg_events"));
  if (Number(rows[0]?.[0] ?? 0) === 0) return raw("false");
  return raw(
    `(c.table_name = 'stg_events' and (c.data_type like 'TIMESTAMP%' or c.column_name in ('day', 'user_id', 'source', 'ingest_seq')))`,
  );
}

async function layoutOf(
  name: string,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
  from: Warehouse,
): Promise<TableLayout> {
  const names = new Set(columns.map((column) => column.name));
  const byMonth = names.has("day") && /^(fct|stg)_/.test(name);
  const wanted = ORDERS[name] ?? (byMonth ? ["day"] : []);
  return {
    name,
    columns: await withDictionaries(name, columns, from),
    orderBy: wanted.filter((column) => names.has(column)),
    byMonth,
    byUser: names.has("user_id"),
  };
}

async function withDictionaries(
  name: string,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
  from: Warehouse,
): Promise<readonly TableColumn[]> {
  const texts = columns.filter(({ type }) => type === "text");
  const counts = joinSql(texts.map((column) => from.dialect.approxDistinct(ident(column.name))));
  const found = texts.length === 0 ? [] : ((await from.table(sql`select ${counts} from ${ident(name)}`)).rows[0] ?? []);
  const few = new Set(texts.filter((_, i) => Number(found[i] ?? 0) <= FEW_VALUES).map((column) => column.name));
  return columns.map((column) => ({ ...column, fewValues: few.has(column.name) }));
}

/** The embedded engine's name of a type, in words of both engines. */
function neutralType(type: string): SqlType {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal !== null) return `decimal(${Number(decimal[1])},${Number(decimal[2])})`;
  if (/^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type)) return "integer";
  if (type === "HUGEINT" || type === "UHUGEINT") return "decimal(38,0)";
  if (type === "DOUBLE" || type === "FLOAT") return "number";
  if (type === "BOOLEAN" || type === "DATE") return type === "DATE" ? "date" : "boolean";
  return type.startsWith("TIMESTAMP") ? "timestamp" : "text";
}

/** The columns as their neutral types, for writing: what has none of its own becomes text. */
export const castColumns = ({ columns }: TableLayout, { dialect }: Warehouse) =>
  joinSql(columns.map(({ name, type }) => sql`${dialect.cast(ident(name), type)} as ${ident(name)}`));

/** A condition for the rows of one month of `day`; those without a day are in 197001 as well. */
export function inMonth(month: number, { dialect }: Pick<Warehouse, "dialect">) {
  const [year, number] = [Math.floor(month / 100), month % 100];
  const first = (y: number, m: number): string => `${y}-${String(m).padStart(2, "0")}-01`;
  const next = number === 12 ? first(year + 1, 1) : first(year, number + 1);
  const within = sql`day >= ${dialect.date(first(year, number))} and day < ${dialect.date(next)}`;
  return month === 197001 ? sql`(day is null or ${within})` : within;
}
