import { raw, type Sql, sql } from "../sql/sql.ts";
import { sumType } from "./column-type.ts";
import type { TypedColumn } from "./event-log.ts";
import { exactSum } from "./exact-sum.ts";
import type { FactContext } from "./fct-events.ts";
import type { RelationDoc } from "./relation.ts";

export const dimUsersDoc: RelationDoc = {
  name: "dim_users",
  kind: "table",
  row: "one user",
  columns: [
    { name: "user_id", type: "id", meaning: "user" },
    { name: "first_seen", type: "timestamp", meaning: "instant of the first event, UTC" },
    { name: "last_seen", type: "timestamp", meaning: "instant of the last event, UTC" },
    { name: "first_day", type: "date", meaning: "first calendar day in the project's time zone" },
    { name: "last_day", type: "date", meaning: "last calendar day in the project's time zone" },
    { name: "events", type: "integer", meaning: "the user's events" },
    { name: "sessions", type: "integer", meaning: "the user's sessions" },
    { name: "active_days", type: "integer", meaning: "calendar days with an event" },
    { name: "value", type: "decimal or number", meaning: "sum of the events' values; null when none counts" },
  ],
};

/** Users of the rows of `fct_events` that a relation holds; it must hold all rows of each user. */
export function users(from: Sql, { log, dialect }: FactContext): Sql {
  return sql`select user_id, min(event_time) as first_seen, max(event_time) as last_seen, min(day) as first_day,
      max(day) as last_day, count(*) as events, coalesce(max(session_no), 0) as sessions,
      count(distinct day) as active_days, ${exactSum(raw("value"), log.valueType, { dialect })} as value
    from ${from} as f where user_id is not null group by user_id`;
}

/** The columns of `dim_users` with their types, in order. */
export function userColumns({ log }: Pick<FactContext, "log">): readonly TypedColumn[] {
  const user = log.staged.find(({ name }) => name === "user_id")?.type ?? "text";
  return [
    { name: "user_id", type: user },
    { name: "first_seen", type: "timestamp" },
    { name: "last_seen", type: "timestamp" },
    { name: "first_day", type: "date" },
    { name: "last_day", type: "date" },
    { name: "events", type: "integer" },
    { name: "sessions", type: "integer" },
    { name: "active_days", type: "integer" },
    { name: "value", type: sumType(log.valueType) },
  ];
}
