import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import { dimensionsOf } from "./dimension.ts";
import { type FactContext, factColumnNames, fctEventsDoc } from "./fct-events.ts";
import type { RelationDoc } from "./relation.ts";

const COLUMNS = ["event_time", "day", "event", "user_id", "prev_same_time", "source", "ingest_seq"];

export const fctEventRunsDoc: RelationDoc = {
  name: "fct_event_runs",
  kind: "table",
  row: "one run: a user's events of one name with none of another name between them, as its first event",
  columns: COLUMNS.flatMap((name) => {
    const column = fctEventsDoc.columns.find((one) => one.name === name);
    if (column === undefined) return [];
    return [name === "user_id" ? { ...column, meaning: "user; rows without one are left out" } : column];
  }),
  notes: [
    "Then the declared dimensions of events.",
    "The first event of a name after one of another name starts a run, so that funnels find their steps here; repeated views are most events of most logs and are left out.",
  ],
};

/** Names of the columns of `fct_event_runs`. */
export function runColumns(context: FactContext): readonly string[] {
  const facts = new Set(factColumnNames(context));
  const dimensions = dimensionsOf(context.project, null).filter((id) => facts.has(id) && !COLUMNS.includes(id));
  return [...COLUMNS, ...dimensions];
}

/** The rows of `fct_events`, or of a relation with its columns, that start a run. */
export function eventRuns(from: Sql, context: FactContext): Sql {
  const columns = runColumns(context).map((name) => sql`f.${ident(name)} as ${ident(name)}`);
  return sql`select ${joinSql(columns)} from ${from} as f
    where f.user_id is not null and ${raw("(f.prev_event is null or f.prev_event <> f.event)")}`;
}
