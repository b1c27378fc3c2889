import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { exactSum } from "../exact-sum.ts";
import { followedUnits, UNIT, valueType } from "./followed-units.ts";
import type { RetentionRequest } from "./retention-request.ts";

/**
 * Units of a cohort (`p0`, number of its period; `v`, value of the dimension) by column or by how far they came: with
 * `on` and brackets one row per column with the units retained in it, column 0 holding all; with the other criteria each
 * unit is in one row, whose `n` is the last column (on-or-after, streak) or the first one (on-or-before) that it is retained in, or 0.
 */
const KeptRow = z.object({ p0: z.number(), v: z.string(), n: z.number(), units: z.number() });
export type KeptRow = z.infer<typeof KeptRow>;

const ValueRow = z.object({ p0: z.number(), v: z.string(), n: z.number(), x: z.number().nullable() });
export type ValueRow = z.infer<typeof ValueRow>;

/** The column of period `n`: 0 for the start, 1 for the first; null for a period of no column. */
export function columnOf({ brackets }: Pick<RetentionRequest, "brackets">): Sql {
  if (brackets === null) return raw("n");
  const branches = brackets.map(({ from, to }, i) => raw(`when n between ${from} and ${to} then ${i + 1}`));
  return sql`case when n = 0 then 0 ${joinSql(branches, " ")} end`;
}

/** True for rows of `keptUnits` that say of a unit that it is retained in a column: a number, or the name of one. */
export function isKept({ criterion }: Pick<RetentionRequest, "criterion">, column: string): Sql {
  return raw(
    { on: "n = ", "on-or-after": "n >= ", "on-or-before": "n between 1 and ", streak: "n >= " }[criterion] + column,
  );
}

/** One row per unit and column (`on`, brackets) or per unit: its columns and `n` as in `KeptRow`. */
export function keptUnits(request: RetentionRequest): Sql {
  const { criterion, brackets, times, periods } = request;
  const upTo = brackets === null ? periods : Math.max(...brackets.map(({ to }) => to));
  const followed = followedUnits(request, { upTo });
  if (criterion === "on") {
    if (brackets === null)
      return sql`(select ${raw(UNIT)}, n from ${followed} where n = 0 or c >= ${raw(String(times))}) as kept`;
    return sql`(select ${raw(UNIT)}, n from (select ${raw(UNIT)}, ${columnOf(request)} as n, c from ${followed}) as columned
      where n is not null group by ${raw(UNIT)}, n having n = 0 or sum(c) >= ${raw(String(times))}) as kept`;
  }
  const run = (order: string): string =>
    `over (partition by ${UNIT} order by ${order} rows between unbounded preceding and current row)`;
  const reached = {
    "on-or-after": `max(case when n > 0 and total >= ${times} then n end)`,
    "on-or-before": `min(case when n > 0 and total >= ${times} then n end)`,
    streak: `max(case when n > 0 and c >= ${times} and n = total then n end)`,
  }[criterion];
  const total = {
    "on-or-after": `sum(case when n > 0 then c else 0 end) ${run("n desc")}`,
    "on-or-before": `sum(case when n > 0 then c else 0 end) ${run("n")}`,
    streak: `sum(case when n > 0 and c >= ${times} then 1 else 0 end) ${run("n")}`,
  }[criterion];
  return sql`(select ${raw(UNIT)}, coalesce(${raw(reached)}, 0) as n
    from (select ${raw(UNIT)}, n, c, ${raw(total)} as total from ${followed}) as running group by ${raw(UNIT)}) as kept`;
}

/** Units retained, by cohort. */
export function keptQuery(request: RetentionRequest): Query<KeptRow> {
  const { dialect } = request.facts;
  const text = sql`select p0, v, n, ${dialect.cast(raw("sum(w)"), "integer")} as units from ${keptUnits(request)} group by p0, v, n order by 1, 2, 3`;
  return { name: "retention", row: KeptRow, text };
}

/** Sums of the values of returns, by cohort and column. */
export function valueQuery(request: RetentionRequest): Query<ValueRow> {
  const { dialect } = request.facts;
  const { brackets, periods } = request;
  const upTo = brackets === null ? periods : Math.max(...brackets.map(({ to }) => to));
  const sum = dialect.cast(exactSum(raw("x"), valueType(request), { dialect }), "number");
  return {
    name: "retention-value",
    row: ValueRow,
    text: sql`select p0, v, n, ${sum} as x from (select p0, v, ${columnOf(request)} as n, x
        from ${followedUnits(request, { upTo, value: true })}) as valued where n is not null group by p0, v, n order by 1, 2, 3`,
  };
}
