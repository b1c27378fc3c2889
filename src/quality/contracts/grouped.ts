import { keyMeeting } from "../../models/key-meeting.ts";
import type { Dialect, SqlType } from "../../sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Judgement, Probe } from "../check.ts";
import { numberOf } from "../evidence.ts";
import type { Relation } from "../relation.ts";

interface KeyedRows {
  readonly relation: Relation;
  readonly columns: readonly string[];
  /** Only these rows; null for all. */
  readonly scope: Sql | null;
  readonly dialect: Dialect;
}

export interface KeyCounts {
  /** Rows whose key is complete. */
  readonly n: number;
  /** Keys that more than one row has. */
  readonly keys: number;
  /** Rows beyond the first of their key. */
  readonly extra: number;
}

/** Rows that repeat a key. A key with a null in it is equal to no other, as in SQL. */
export function duplicatesProbe(
  { relation, columns, scope, dialect }: KeyedRows,
  judge: (counts: KeyCounts) => Judgement,
): Probe {
  const names = new Set(relation.columns.keys());
  const key = joinSql(columns.map((name) => ident(name, names)));
  const complete = joinSql(
    [...columns.map((name) => sql`${ident(name)} is not null`), ...(scope === null ? [] : [scope])],
    " and ",
  );
  const repeated = (rows: Sql): Sql =>
    sql`select ${key}, count(*) as ${rows} from ${ident(relation.name)} where ${complete} group by ${key} having count(*) > 1`;
  const counted = ident("rows of the key");
  return {
    relation: relation.name,
    measures: { n: dialect.countIf(complete) },
    query: sql`select count(*) as keys, coalesce(sum(${counted} - 1), 0) as extra from (${repeated(counted)}) as repeated`,
    judge: ({ scan, rows }) =>
      judge({ n: numberOf(scan["n"]), keys: numberOf(rows[0]?.["keys"]), extra: numberOf(rows[0]?.["extra"]) }),
    sample: () => sql`${repeated(raw("repeats"))} order by count(*) desc, ${key} limit 5`,
  };
}

interface Reference {
  readonly from: { readonly relation: Relation; readonly column: string; readonly scope: Sql | null };
  readonly to: { readonly relation: Relation; readonly column: string };
  readonly dialect: Dialect;
}

export interface OrphanCounts {
  /** Rows with a value. */
  readonly n: number;
  readonly orphans: number;
  /** Distinct values without a counterpart. */
  readonly values: number;
}

/** Rows whose value is not among those of another relation; null refers to nothing and passes. */
export function orphansProbe({ from, to, dialect }: Reference, judge: (counts: OrphanCounts) => Judgement): Probe {
  const x = ident(from.column, new Set(from.relation.columns.keys()));
  const y = ident(to.column, new Set(to.relation.columns.keys()));
  const scope = from.scope === null ? raw("") : sql` and ${from.scope}`;
  const typeOf = ({ relation, column }: Reference["to"]): SqlType => relation.types.get(column) ?? "text";
  const met = keyMeeting(typeOf(from), typeOf(to), dialect);
  const referring = sql`select ${x} as reference, count(*) as referring from ${ident(from.relation.name)} where ${x} is not null${scope} group by ${x}`;
  const keys = sql`select ${met(y)} from ${ident(to.relation.name)} where ${met(y)} is not null`;
  const orphans = sql`from (${referring}) as r where coalesce(${met(raw("reference"))} not in (${keys}), true)`;
  return {
    relation: from.relation.name,
    query: sql`select (select coalesce(sum(referring), 0) from (${referring}) as all_rows) as n, count(*) as orphan_values, coalesce(sum(referring), 0) as orphans ${orphans}`,
    judge: ({ rows: [row = {}] }) =>
      judge({ n: numberOf(row["n"]), orphans: numberOf(row["orphans"]), values: numberOf(row["orphan_values"]) }),
    sample: () =>
      sql`select reference as ${ident(from.column)}, referring as row_count ${orphans} order by 2 desc, 1 limit 5`,
  };
}
