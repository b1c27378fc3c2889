import type { Dialect, SqlType } from "../../sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { TableLayout } from "../../warehouse/clickhouse/tables.ts";
import type { RunOptions, Warehouse } from "../../warehouse/port.ts";

/** What a relation holds on one day, in figures that both engines compute alike. */
export interface DayDigest {
  /** Null where the relation has no days, or the rows no day. */
  readonly day: string | null;
  readonly rows: number;
  /** Sum of each column of numbers, as text; null where there is none. */
  readonly sums: Readonly<Record<string, string | null>>;
  /** Sum of a checksum of every row: any value that differs changes it, the order of rows does not. */
  readonly checksum: string;
}

const EXACT = /^(integer|decimal)/;

/** Counts, sums and checksums of a relation by day; by nothing where it is not kept by months. */
export async function dayDigests(
  warehouse: Warehouse,
  layout: TableLayout,
  options: RunOptions = {},
): Promise<readonly DayDigest[]> {
  const { dialect } = warehouse;
  const { name, columns, byMonth } = layout;
  const summed = columns.filter(({ type }) => EXACT.test(type));
  const total = (x: Sql, type: SqlType): Sql =>
    dialect.cast(sql`sum(${dialect.cast(x, type === "integer" ? "decimal(38,0)" : type)})`, "text");
  const day = byMonth ? raw("day") : dialect.cast(raw("null"), "date");
  const { rows } = await warehouse.table(
    sql`select ${day} as of_day, count(*) as n, ${dialect.cast(sql`sum(${rowChecksum(columns, dialect)})`, "text")} as checksum${joinSql(
      summed.map((column, i) => sql`, ${total(ident(column.name), column.type)} as ${raw(`sum_${i}`)}`),
      "",
    )} from ${ident(name)} group by ${day} order by 1`,
    options,
  );
  return rows.map(([of, n, checksum, ...sums]) => ({
    day: of === null || of === undefined ? null : String(of),
    rows: Number(n),
    checksum: String(checksum),
    sums: Object.fromEntries(summed.map((column, i) => [column.name, sums[i] == null ? null : String(sums[i])])),
  }));
}

/** One number from all values of a row, each in one spelling on every engine. */
function rowChecksum(columns: TableLayout["columns"], dialect: Dialect): Sql {
  const none = raw("'\u241e'");
  const spelled = columns.map(({ name, type }) => sql`coalesce(${spelling(ident(name), type, dialect)}, ${none})`);
  return dialect.checksum(joinSql(spelled, " || '\u241f' || "));
}

/** A value as text: instants in microseconds, doubles by their bits. */
function spelling(x: Sql, type: SqlType, dialect: Dialect): Sql {
  const whole = (n: Sql): Sql => dialect.cast(dialect.cast(n, "integer"), "text");
  switch (type) {
    case "text":
    case "json":
      return x;
    case "timestamp":
      return whole(dialect.epochUs(x));
    case "date":
      return whole(dialect.daysBetween(dialect.date("1970-01-01"), x));
    case "boolean":
      return sql`case when ${x} then '1' when not ${x} then '0' end`;
    case "number":
      return whole(dialect.doubleBits(x));
    default:
      return dialect.cast(x, "text");
  }
}

/** The days that are not the same on both sides. */
export function differingDays(a: readonly DayDigest[], b: readonly DayDigest[]): readonly (string | null)[] {
  const texts = (digests: readonly DayDigest[]): ReadonlyMap<string | null, string> =>
    new Map(digests.map((digest) => [digest.day, JSON.stringify(digest)]));
  const [left, right] = [texts(a), texts(b)];
  const days = new Set([...left.keys(), ...right.keys()]);
  return [...days].filter((day) => left.get(day) !== right.get(day));
}
