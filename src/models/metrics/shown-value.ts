import { NO_VALUE, OTHER } from "../../contract/selection.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { ident, literal, raw, type Sql, sql } from "../../sql/sql.ts";

const NONE = raw(literal(NO_VALUE));

interface KeyOptions {
  readonly top: number | null;
  readonly dialect: Dialect;
}

/** A dimension's value as text, `(none)` for null; null where it is not among the largest, which is Other. */
export function topKey(dimension: string, i: number, { top, dialect }: KeyOptions): Sql {
  const value = sql`coalesce(${dialect.cast(ident(dimension), "text")}, ${NONE})`;
  return top === null ? value : sql`case when ${keptValue(value, i)} then ${value} end`;
}

/** A dimension's value as text where it is shown apart, Other for the rest, null for none. */
export function shownValue(dimension: string, i: number, dialect: Dialect): Sql {
  const text = dialect.cast(ident(dimension), "text");
  return sql`case when ${ident(dimension)} is null or ${keptValue(text, i)} then ${text} else ${raw(literal(OTHER))} end`;
}

/** True for `(none)` and the largest values of the request's i-th dimension. */
export function keptValue(value: Sql, i: number): Sql {
  return sql`(${value} = ${NONE} or ${value} in (select k from ${raw(`top_${i}`)}))`;
}
