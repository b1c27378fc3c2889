import { z } from "zod";
import { ident, joinSql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";

const CountRow = z.object({ name: z.string(), rows: z.number() });

/** Rows of each relation by name, counted. Cheap: tables and Parquet files know their counts. */
export async function relationCounts(
  warehouse: Warehouse,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map();
  const counts = await warehouse.rows({
    name: "relation_counts",
    text: joinSql(
      names.map((name) => sql`select cast(${name} as varchar) as name, count(*) as rows from ${ident(name)}`),
      " union all ",
    ),
    row: CountRow,
  });
  return new Map(counts.map(({ name, rows }) => [name, rows]));
}
