import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type LabGroups, withGroups } from "./groups.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

/** The average rank of x among all rows, from 1: equal values share the mean of their ranks. */
const averageRank = (x: string): string =>
  `(rank() over (order by ${x}) + (count(*) over (partition by ${x}) - 1) / 2e0)`;

/** Rows without missing values with x0, x1, ... replaced by their average ranks. */
export function rankedRows(from: Sql, k: number): Sql {
  const ranks = Array.from({ length: k }, (_, i) => raw(`${averageRank(`x${i}`)} as r${i}`));
  const named = Array.from({ length: k }, (_, i) => raw(`r${i} as x${i}`));
  return sql`(select ${joinSql(named)} from (select ${joinSql(ranks)} from ${from}) as r) as ranked`;
}

const RankSumRow = z.object({
  group: z.string(),
  n: z.number(),
  /** Sum of the average ranks of the group's values among all values. */
  rankSum: z.number(),
  /** Sum of t³ - t over runs of t equal values, of all groups together. */
  ties: z.number(),
});
export type RankSumRow = z.infer<typeof RankSumRow>;

export interface RankRequest {
  readonly table: LabTable;
  readonly column: NumberColumn;
  readonly groups: LabGroups;
}

/** Counts and rank sums by group for rank tests, rows without a value left out; the largest groups first. */
export function rankSumsQuery({ table, column, groups }: RankRequest, { dialect }: LabContext): Query<RankSumRow> {
  const numbers = withGroups(table, [sql`${column.value} as x`], groups);
  const counted = sql`select x, g, count(*) as c from ${numbers} where x is not null group by x, g`;
  const values = sql`select x, g, c, sum(c) over (partition by x) as t, sum(c) over (order by x range between unbounded preceding and current row) as upto from (${counted}) as v`;
  const wide = (x: string): Sql => dialect.wideInteger(raw(x));
  // twice the average rank is whole: of t values up to place `upto` it is 2 upto - t + 1
  const sums = sql`select g, sum(c) as n, sum(${wide("c")} * ${wide("(2 * upto - t + 1)")}) as twice from (${values}) as w group by g`;
  const ties = sql`select sum(${wide("t")} * ${wide("t")} * ${wide("t")} - ${wide("t")}) as ties from (select sum(c) as t from (${counted}) as v group by x) as runs`;
  return {
    name: `rank_sums_of_${column.name}`,
    row: RankSumRow,
    text: sql`select g as "group", ${dialect.cast(raw("n"), "integer")} as n, ${dialect.cast(raw("twice"), "number")} / 2 as "rankSum",
        ${dialect.cast(raw("ties"), "number")} as ties
      from (${sums}) as s cross join (${ties}) as k order by n desc, "group"`,
  };
}
