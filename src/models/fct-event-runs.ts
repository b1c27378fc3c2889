import { raw, type Sql, sql } from "../sql/sql.ts";
import { type FactContext, fctEventsDoc } from "./fct-events.ts";
import type { RelationDoc } from "./relation.ts";

const COLUMNS = ["event_time", "day", "event", "user_id", "prev_same_time", "source", "ingest_seq"] as const;

export const fctEventRunsDoc: RelationDoc = {
  name: "fct_event_runs",
  kind: "table",
  row: "one run: a user's events of one name with none of another name between them, as its first event",
  columns: COLUMNS.flatMap((name) => fctEventsDoc.columns.filter((column) => column.name === name)),
  notes: [
    "The first event of a name after one of another name starts a run, so that funnels find their steps here; repeated views are most events of most logs and are left out.",
  ],
};

/** The rows of `fct_events`, or of a relation with its columns, that start a run. */
export function eventRuns(from: Sql, _facts: FactContext): Sql {
  return sql`select ${raw(COLUMNS.map((name) => `f.${name} as ${name}`).join(", "))}
    from ${from} as f where f.user_id is not null and (f.prev_event is null or f.prev_event <> f.event)`;
}
