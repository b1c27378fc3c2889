import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { ident, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { StorageParams } from "./params.ts";

const ScanRow = z.object({ event: z.string(), rows: z.number(), users: z.number(), values: z.number() });
export type ScanRow = z.infer<typeof ScanRow>;

/** The standard scan: three columns of every event. */
function scan(relation: "stg_events" | "fct_events"): Query<ScanRow> {
  return {
    name: `scan_${relation}`,
    row: ScanRow,
    text: sql`select event, count(*) as rows, count(user_id) as users, count(value) as ${ident("values")}
      from ${ident(relation)} group by event order by event`,
  };
}

type Scan = Query<ScanRow> | undefined;

/**
 * The same scan of the lake and of the native table, three times each in turn: the receipt holds the times, the result
 * only whether both say the same.
 */
export function storageQueries(
  _: StorageParams,
  { catalog, facts }: Pick<AnalysisContext, "catalog" | "facts">,
): {
  readonly lake: Scan;
  readonly table: Scan;
  readonly lake2: Scan;
  readonly table2: Scan;
  readonly lake3: Scan;
  readonly table3: Scan;
} {
  const relations = new Set(catalog?.storage?.relations.map(({ name }) => name) ?? []);
  const both = facts !== null && relations.has("fct_events") && relations.has("stg_events");
  const lake = both ? scan("stg_events") : undefined;
  const table = both ? scan("fct_events") : undefined;
  return { lake, table, lake2: lake, table2: table, lake3: lake, table3: table };
}
