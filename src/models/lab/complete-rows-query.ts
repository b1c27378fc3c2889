import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, sql } from "../../sql/sql.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

const CompleteRow = z.object({ rows: z.number(), complete: z.number() });
export type CompleteRow = z.infer<typeof CompleteRow>;

/** Rows of the selection, and those with a value in every column. */
export function completeRowsQuery(
  table: LabTable,
  columns: readonly NumberColumn[],
  { dialect }: LabContext,
): Query<CompleteRow> {
  const all = joinSql(
    columns.map(({ value }) => sql`${value} is not null`),
    " and ",
  );
  return {
    name: `complete_rows_of_${table.relation.name}`.slice(0, 60),
    row: CompleteRow,
    text: sql`select ${dialect.cast(raw("count(*)"), "integer")} as "rows", ${dialect.cast(dialect.countIf(all), "integer")} as complete from ${table.rows}`,
  };
}
