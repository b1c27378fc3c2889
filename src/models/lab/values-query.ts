import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, sql } from "../../sql/sql.ts";
import { withGroups } from "./groups.ts";
import type { LabContext } from "./lab-table.ts";
import type { LabRequest } from "./moments-query.ts";
import { sampleOrder } from "./sample-query.ts";

const ValuesRow = z.object({ column: z.string(), group: z.string().nullable(), x: z.number() });
export type ValuesRow = z.infer<typeof ValuesRow>;

/**
 * Values of each column in each group, at most `cap` of them, chosen by a hash of the row's key and the seed; all of
 * them when there are no more. In the order of that hash.
 */
export function valuesQuery(
  { table, columns, groups = null }: LabRequest,
  context: LabContext,
  cap: number,
): Query<ValuesRow> {
  const { dialect } = context;
  const order = sampleOrder(table, context);
  const parts = columns.map(({ name, value }) => {
    const rows = withGroups(table, [sql`${value} as x`, ...order.columns], groups);
    const chosen = sql`select * from ${rows} where x is not null`;
    // the first few of all rows are found without sorting the others
    const numbered =
      groups === null
        ? sql`select *, row_number() over (order by ${order.by}) as place from (${chosen} order by ${order.by} limit ${raw(String(cap))}) as few`
        : sql`select *, row_number() over (partition by g order by ${order.by}) as place from (${chosen}) as few`;
    const group = groups === null ? dialect.cast(raw("null"), "text") : raw("g");
    return sql`select ${dialect.cast(sql`${name}`, "text")} as "column", ${group} as "group", x, place from (${numbered}) as n where place <= ${raw(String(cap))}`;
  });
  return {
    name: `values_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: ValuesRow,
    text: sql`select "column", "group", x from (${joinSql(parts, " union all ")}) as v order by "column", "group", place`,
  };
}

/** The values of one column in one group, null for no groups. */
export function valuesOf(rows: readonly ValuesRow[], column: string, group: string | null): Float64Array {
  return Float64Array.from(rows.filter((row) => row.column === column && row.group === group).map(({ x }) => x));
}
