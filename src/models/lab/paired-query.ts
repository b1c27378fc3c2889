import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { ident, raw, sql } from "../../sql/sql.ts";
import { exactSum } from "../exact-sum.ts";
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

/** The mean of each unit in each group; units in an order that has nothing to do with their values. */
export function pairedQuery(
  { table, column, groups, unit, limit }: PairedRequest,
  { dialect, seed }: LabContext,
): Query<PairedRow> {
  const { name, type } = table.column(unit);
  const text = dialect.cast({ ...ident(name), type }, "text");
  const values = withGroups(table, [sql`${column.value} as x`, sql`${text} as unit`], groups);
  const several = dialect.safeDivide(exactSum(raw("x"), "number", { dialect }), raw("count(x)"));
  // the mean of one value is that value, to its last digit
  const mean = sql`case when count(x) = 1 then max(x) else ${several} end`;
  return {
    name: `pairs_of_${column.name}`.slice(0, 60),
    row: PairedRow,
    text: sql`select unit, g as "group", ${mean} as mean from ${values} where x is not null and unit is not null
      group by unit, g order by ${dialect.checksum(sql`unit || ${`#${seed}`}`)}, unit, g limit ${raw(String(limit))}`,
  };
}
