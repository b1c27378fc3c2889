import { z } from "zod";
import { UNITS } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { ident, raw, sql } from "../../sql/sql.ts";
import { type LabGroups, withGroups } from "./groups.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

const PairedRow = z.object({ unit: z.string(), group: z.string(), mean: z.number() });
export type PairedRow = z.infer<typeof PairedRow>;

export interface PairedRequest {
  readonly table: LabTable;
  readonly column: NumberColumn;
  readonly groups: LabGroups;
  /** The column that says which rows belong together. */
  readonly unit: string;
  /** Rows of the answer at most. */
  readonly limit: number;
}

/**
 * The mean of each unit in each group; units in an order that has nothing to do with their values. Means are the least
 * value and the mean deviation from it, scaled to 0..1 and as whole numbers: the same in any order of rows.
 */
export function pairedQuery(
  { table, column, groups, unit, limit }: PairedRequest,
  { dialect, seed }: LabContext,
): Query<PairedRow> {
  const { name, type } = table.column(unit);
  const text = dialect.cast({ ...ident(name), type }, "text");
  const values = withGroups(table, [sql`${column.value} as x`, sql`${text} as unit`], groups);
  const order = sql`${dialect.checksum(sql`unit || ${`#${seed}`}`)}, unit, g`;
  const first = sql`select unit, g, min(x) as lo, max(x) as hi from ${values} where x is not null and unit is not null
      group by unit, g order by ${order} limit ${raw(String(limit))}`;
  const scaled = sql`select opening.unit as unit, opening.g as g, lo, hi, coalesce(${dialect.safeDivide(raw("x - lo"), raw("hi - lo"))}, 0) as d
      from ${values} join (${first}) as opening on opening.unit = numbers.unit and opening.g = numbers.g where x is not null`;
  const total = sql`${dialect.cast(dialect.wholeTotal(raw(`d * ${UNITS}`)), "number")} / ${raw(UNITS)}`;
  return {
    name: `pairs_of_${column.name}`.slice(0, 60),
    row: PairedRow,
    text: sql`select unit, g as "group", max(lo) + ${total} / count(*) * (max(hi) - max(lo)) as mean
      from (${scaled}) as scaled group by unit, g order by ${order}`,
  };
}
