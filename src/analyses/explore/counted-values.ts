import type { Dialect } from "../../sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";

/**
 * Quantiles are read from the distinct values with their counts: one hash aggregation over the rows, then a running
 * sum over far fewer of them.
 */

/** Adds to a relation of values x and counts c, without nulls, the running sum `upto` by x and the sum of all, `total`. */
export function cumulated(counts: Sql): Sql {
  return sql`select *, sum(c) over (order by x rows between unbounded preceding and current row) as upto, sum(c) over () as total
    from (${counts}) as counts`;
}

/** The type 7 quantiles of a cumulated relation, at whole percents, as aggregates, `p1` for 0.01; null without values. */
export function quantileColumns(ps: readonly number[], dialect: Dialect): Sql {
  return joinSql(
    ps.map((p) => {
      // in hundredths of a rank: whole numbers, the same on every engine
      const at = `((total - 1) * ${Math.round(p * 100)})`;
      const ranked = (rank: string): string => `min(case when upto * 100 > ${rank} then x end)`;
      const [low, high] = [ranked(`${at} - ${at} % 100`), ranked(`${at} + (100 - ${at} % 100) % 100`)];
      const part = dialect.safeDivide(raw(`max(${at} % 100)`), raw("100"));
      return sql`${raw(low)} + (${raw(high)} - ${raw(low)}) * ${part} as ${raw(percentileName(p))}`;
    }),
  );
}

const percentileName = (p: number): string => `p${Math.round(p * 100)}`;
