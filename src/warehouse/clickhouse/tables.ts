import type { SqlType } from "../../sql/dialect.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { clickhouseDialect } from "./dialect.ts";

export interface TableColumn {
  readonly name: string;
  readonly type: SqlType;
  /** Texts with few distinct values are kept as numbers of a dictionary. */
  readonly fewValues: boolean;
}

/** A relation as ClickHouse is to keep it. */
export interface TableLayout {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** The order of rows on disk: what queries look for first stands first. */
  readonly orderBy: readonly string[];
  /** Kept in months of its column `day`, which can be replaced one by one; else as a whole. */
  readonly byMonth: boolean;
  /** Rows of a user are on the shard of the user; else every server has all rows. */
  readonly byUser: boolean;
}

/** Names a cluster of the server's configuration; without one everything is on one server. */
export interface Placement {
  readonly cluster?: string | undefined;
}

/** The month of a row as its partition: days that are not known are in 197001 with those of that month. */
export const monthOf = (day: Sql): Sql => sql`toYYYYMM(ifNull(${day}, toDate32('1970-01-01')))`;

/** Who has which user: the same function in DDL and in tests. Rows without a user are on one shard. */
export const SHARDING_KEY = raw("cityHash64(assumeNotNull(user_id))");

/** The words that make a statement run on every server of a cluster. */
export const everywhere = ({ cluster }: Placement): Sql =>
  cluster === undefined ? raw("") : sql` on cluster ${ident(cluster)}`;

/** The table that really holds rows: itself on one server, of a cluster the one each server has. */
export const storedName = ({ name, byUser }: Pick<TableLayout, "name" | "byUser">, { cluster }: Placement): string =>
  cluster !== undefined && byUser ? `${name}_local` : name;

/**
 * The statements that make a table, and of a cluster the `Distributed` one before it. Existing ones are left, but all
 * their replicas get what one has: a copy that was broken off may have changed only one.
 */
export function createTable(layout: TableLayout, placement: Placement): readonly Sql[] {
  const { name, orderBy, byMonth, byUser } = layout;
  const { cluster } = placement;
  const stored = ident(storedName(layout, placement));
  const partition = byMonth ? sql` partition by ${monthOf(raw("day"))}` : raw("");
  const key = orderBy.length === 0 ? raw("tuple()") : sql`(${joinSql(orderBy.map((column) => ident(column)))})`;
  const local = sql`create table if not exists ${stored}${everywhere(placement)} (${columnList(layout)})
    engine = ${engineOf(layout, placement)}${partition} order by ${key} settings allow_nullable_key = 1`;
  if (cluster === undefined || !byUser) return [local, ...syncTable(layout, placement)];
  const distributed = sql`create table if not exists ${ident(name)}${everywhere(placement)} (${columnList(layout)})
    engine = Distributed(${raw(literal(cluster))}, currentDatabase(), ${raw(literal(`${name}_local`))}, ${SHARDING_KEY})`;
  return [local, distributed, ...syncTable(layout, placement)];
}

/** Of a cluster, what every server has alike is one replicated table; what is sharded is one for each shard. */
function engineOf({ byUser }: TableLayout, { cluster }: Placement): Sql {
  if (cluster === undefined) return raw("MergeTree");
  const shard = byUser ? "{shard}" : "all";
  const replica = byUser ? "{replica}" : "{shard}-{replica}";
  return raw(`ReplicatedMergeTree('/clickhouse/tables/{database}/{table}/${shard}', '${replica}')`);
}

/** Every column may be null: windows and outer joins then give nulls, where others would give zeros and empty texts. */
export function columnList({ columns }: Pick<TableLayout, "columns">): Sql {
  return joinSql(columns.map((column) => sql`${ident(column.name)} ${columnType(column)}`));
}

function columnType({ type, fewValues }: TableColumn): Sql {
  const plain = clickhouseDialect.type(type);
  return fewValues && type === "text" ? sql`LowCardinality(${plain})` : plain;
}

export function dropTable(layout: Pick<TableLayout, "name" | "byUser">, placement: Placement): readonly Sql[] {
  const names = new Set([layout.name, storedName(layout, placement)]);
  return [...names].map((name) => sql`drop table if exists ${ident(name)}${everywhere(placement)} sync`);
}

/** Where the rows of a partition are collected before they take the old ones' place in one step. */
export const loadingLayout = (layout: TableLayout): TableLayout => ({ ...layout, name: `${layout.name}__loading` });

/** Waits until every replica has the rows of a table: readers ask any of them. */
export function syncTable(layout: TableLayout, placement: Placement): readonly Sql[] {
  if (placement.cluster === undefined) return [];
  return [sql`system sync replica${everywhere(placement)} ${ident(storedName(layout, placement))}`];
}

/** Waits until every replica has the rows that were collected: a partition is taken from what a replica has. */
export const syncReplicas = (layout: TableLayout, placement: Placement): readonly Sql[] =>
  syncTable(loadingLayout(layout), placement);

/** Puts the rows of a partition that were collected in the place of those that are there: none is seen twice or missing. */
export function replacePartition(layout: TableLayout, month: number | null, placement: Placement): Sql {
  const stored = ident(storedName(layout, placement));
  const loading = ident(storedName(loadingLayout(layout), placement));
  return sql`alter table ${stored}${everywhere(placement)} replace partition ${raw(month === null ? "tuple()" : String(month))} from ${loading}`;
}
