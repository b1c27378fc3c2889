import type { Sql } from "../sql/sql.ts";
import type { Cell, Warehouse } from "../warehouse/port.ts";

/** Rows of a world's truth as objects under the names of the query's columns. */
export async function records(warehouse: Warehouse, text: Sql): Promise<readonly Readonly<Record<string, Cell>>[]> {
  const { columns, rows } = await warehouse.table(text);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
}
