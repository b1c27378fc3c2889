import { ident, raw, sql } from "../../sql/sql.ts";
import type { Probe } from "../check.ts";
import { QUARANTINE, type QualityContext, total } from "../context.ts";

/** `source/column` of the columns that hold a source's time, by their names in the files and in the lake. */
export function timeColumns({ sources }: QualityContext): ReadonlySet<string> {
  return new Set(
    sources.flatMap(({ id, schema }) =>
      (schema?.columns ?? [])
        .filter(({ role }) => role === "time")
        .flatMap(({ name, from }) => [name, from ?? name])
        .map((column) => `${id}/${column}`),
    ),
  );
}

export function rowsReadBySource({ sources }: QualityContext, kind?: "events" | "table"): ReadonlyMap<string, number> {
  return new Map(
    sources
      .filter((flow) => kind === undefined || flow.kind === kind)
      .map((flow) => [flow.id, total(flow, "rowsRead")]),
  );
}

/** The quarantined rows by source and column: a query that several checks share. Without quarantine it has no rows. */
export function quarantineByColumn({ relations }: QualityContext): Pick<Probe, "relation" | "query"> {
  if (!relations.has(QUARANTINE)) return { relation: null };
  return {
    relation: QUARANTINE,
    query: sql`select source, ${ident("column")} as column_name, count(*) as quarantined from ${ident(QUARANTINE)} group by source, ${ident("column")} order by quarantined desc, source, column_name limit ${raw("1000")}`,
  };
}
