import type { Dialect, SqlType } from "../sql/dialect.ts";
import { raw, type Sql, sql } from "../sql/sql.ts";
import { isExact, sumType } from "./column-type.ts";

/** Doubles at or beyond this size are not summed: the sum is null. */
const LARGEST = raw("1e18");

/**
 * Sum of x over the rows that satisfy the condition, the same at any thread count and in any row order; null when no
 * value is summed. Integers and decimals are summed as they are, to 38 digits; doubles as decimals with nine fraction
 * digits, and when one of them is NaN, infinite or at least 1e18 in size the sum is null.
 */
export function exactSum(x: Sql, type: SqlType, { dialect, where }: { dialect: Dialect; where?: Sql }): Sql {
  const total = (term: Sql): Sql => (where === undefined ? sql`sum(${term})` : dialect.sumIf(term, where));
  if (isExact(type)) return dialect.cast(total(type === "integer" ? dialect.summand(x) : x), sumType(type));
  const summable = sql`abs(${x}) < ${LARGEST}`;
  const term = sql`case when ${summable} then ${dialect.roundedDecimal(x, 9)} end`;
  const bad = sql`${x} is not null and not (${summable})${where === undefined ? raw("") : sql` and ${where}`}`;
  return sql`case when ${dialect.countIf(bad)} = 0 then ${dialect.cast(total(term), "number")} end`;
}
