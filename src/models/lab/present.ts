import { ident, joinSql, raw, sql } from "../../sql/sql.ts";
import type { LabTable } from "./lab-table.ts";

/** The table with only the rows that have a value in each of the columns. */
export function present(table: LabTable, columns: readonly string[]): LabTable {
  if (columns.length === 0) return table;
  const conditions = joinSql(
    [...new Set(columns)].map((column) => sql`${ident(table.column(column).name)} is not null`),
    " and ",
  );
  return { ...table, rows: sql`(select * from ${table.rows} where ${conditions}) as ${raw("present")}` };
}
