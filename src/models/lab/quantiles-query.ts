import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, sql } from "../../sql/sql.ts";
import { withGroups } from "./groups.ts";
import type { LabContext } from "./lab-table.ts";
import type { LabRequest } from "./moments-query.ts";

const QuantilesRow = z
  .object({ column: z.string(), group: z.string().nullable() })
  .catchall(z.union([z.number(), z.string(), z.null()]));
export type QuantilesRow = z.infer<typeof QuantilesRow>;

/** Quantiles (type 7) of each column at each share, in each group: one row per column and group. */
export function quantilesQuery(
  { table, columns, groups = null }: LabRequest,
  { dialect }: LabContext,
  shares: readonly number[],
): Query<QuantilesRow> {
  const parts = columns.map(({ name, value }) => {
    const quantiles = dialect.quantiles(shares, raw("x")).map((q, i) => sql`${q} as ${raw(`q${i}`)}`);
    const group = groups === null ? sql`${dialect.cast(raw("null"), "text")}` : raw("g");
    const column = dialect.cast(sql`${name}`, "text");
    const numbers = withGroups(table, [sql`${value} as x`], groups);
    return sql`select ${column} as "column", ${group} as "group", ${joinSql(quantiles)} from ${numbers}${raw(groups === null ? "" : " group by g")}`;
  });
  return {
    name: `quantiles_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: QuantilesRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as u order by "column", "group"`,
  };
}

/** The quantiles of a row in the order of the shares asked for; null where there are no values. */
export function quantilesOf(row: QuantilesRow | undefined, shares: readonly number[]): readonly (number | null)[] {
  return shares.map((_, i) => {
    const value = row?.[`q${i}`];
    return typeof value === "number" ? value : null;
  });
}
