import { NO_VALUE, OTHER } from "../../contract/selection.ts";
import { asText } from "../../sql/compile.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { ident, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { type ColumnSet, dimensionColumn, dimensionText } from "../dimension.ts";

const NONE = raw(literal(NO_VALUE));

interface ValueOptions {
  readonly dialect: Dialect;
  /** The columns that dimensions are. */
  readonly columns: ColumnSet;
}

interface KeyOptions extends ValueOptions {
  readonly top: number | null;
}

/** What the rows of a metric have of a dimension, apart from their own columns, one of which may be called like it. */
export const rowDimension = (dimension: string): Sql => ident(`dimension ${dimension}`);

/** A row's `rowDimension` as text, `(none)` for null; null where it is not among the largest, which is Other. */
export function topKey(dimension: string, i: number, { top, dialect, columns }: KeyOptions): Sql {
  const own = { ...dimensionColumn(dimension, columns), ...rowDimension(dimension) };
  const value = sql`coalesce(${asText(own, dialect)}, ${NONE})`;
  return top === null ? value : sql`case when ${keptValue(value, i, dialect)} then ${value} end`;
}

/** A dimension's value as text where it is shown apart, Other for the rest, null for none and for what is called so. */
export function shownValue(dimension: string, i: number, { dialect, columns }: ValueOptions): Sql {
  const text = dimensionText(dimension, columns, dialect);
  return sql`case when ${dimensionColumn(dimension, columns)} is null or ${text} = ${NONE} then null when ${isLargest(text, i, dialect)} then ${text} else ${raw(literal(OTHER))} end`;
}

/** A text column whose `(none)` is null, which is shown as `(none)`. */
export const noneIsNull = (column: Sql): Sql => sql`case when ${column} <> ${NONE} then ${column} end`;

/** True for `(none)` and the largest values of the request's i-th dimension. */
export function keptValue(value: Sql, i: number, dialect: Dialect): Sql {
  return sql`(${value} = ${NONE} or ${isLargest(value, i, dialect)})`;
}

const isLargest = (value: Sql, i: number, dialect: Dialect): Sql =>
  dialect.isAmong(value, raw(`select k from top_${i}`));
