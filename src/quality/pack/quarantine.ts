import { eventSources } from "../../contract/project/project.ts";
import { ident, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Probe } from "../check.ts";
import { QUARANTINE, type QualityContext, total } from "../context.ts";

/** `source/column` of the columns that hold a source's time, by their names in the files and in the lake. */
export function timeColumns({ project }: QualityContext): ReadonlySet<string> {
  return new Set(
    eventSources(project).flatMap(([id, { events }]) => [
      `${id}/event_time`,
      ...(events === undefined ? [] : [`${id}/${events.time}`]),
    ]),
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
    query: sql`select source, column_name, count(*) as quarantined from ${ident(QUARANTINE)} group by source, column_name order by quarantined desc, source, column_name limit ${raw("1000")}`,
  };
}

/** The first quarantined rows for which the condition holds, with where they stand and why. */
export function quarantineSample({ relations }: QualityContext, condition: Sql = raw("true")): Sql | undefined {
  if (!relations.has(QUARANTINE)) return undefined;
  return sql`select source, file, line, column_name, reason, raw from ${ident(QUARANTINE)} where ${condition} order by source, file, line limit 5`;
}
