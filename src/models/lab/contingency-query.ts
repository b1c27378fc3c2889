import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { raw, sql } from "../../sql/sql.ts";
import { groupedRows, type LabGroups } from "./groups.ts";
import type { LabContext, LabTable } from "./lab-table.ts";

const ContingencyRow = z.object({ a: z.string(), b: z.string(), n: z.number() });
export type ContingencyRow = z.infer<typeof ContingencyRow>;

/** Cells of a contingency table at most: more is no table a person reads, and a sign of groups that are no groups. */
export const MOST_CELLS = 10_000;

/** Rows by two groupings; those without a value in either are under `(none)`. Ordered by both; empty cells have no row. */
export function contingencyQuery(
  table: LabTable,
  [a, b]: readonly [LabGroups, LabGroups],
  { dialect }: LabContext,
): Query<ContingencyRow> {
  const rows = groupedRows(
    table,
    [],
    [
      { name: "a", groups: a },
      { name: "b", groups: b },
    ],
  );
  return {
    name: `counts_of_${a.column}_${b.column}`.slice(0, 60),
    row: ContingencyRow,
    text: sql`select a, b, ${dialect.cast(raw("count(*)"), "integer")} as n from ${rows} group by a, b order by a, b limit ${raw(String(MOST_CELLS + 1))}`,
  };
}
