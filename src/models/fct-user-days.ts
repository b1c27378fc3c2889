import { raw, type Sql, sql } from "../sql/sql.ts";
import { exactSum } from "./exact-sum.ts";
import type { FactContext } from "./fct-events.ts";
import type { RelationDoc } from "./relation.ts";

export const fctUserDaysDoc: RelationDoc = {
  name: "fct_user_days",
  kind: "table",
  row: "one user on one calendar day on which the user has events",
  columns: [
    { name: "user_id", type: "id", meaning: "user" },
    { name: "day", type: "date", meaning: "calendar day in the project's time zone" },
    { name: "events", type: "integer", meaning: "the user's events of the day" },
    {
      name: "sessions",
      type: "integer",
      meaning: "distinct sessions with an event on the day; one over midnight counts on both days",
    },
    { name: "value", type: "decimal or number", meaning: "sum of the events' values; null when none counts" },
  ],
};

/** User days of the rows of `fct_events` that a relation holds. */
export function userDays(from: Sql, { log, dialect }: FactContext): Sql {
  return sql`select user_id, day, count(*) as events, count(distinct session_id) as sessions,
      ${exactSum(raw("value"), log.valueType, { dialect })} as value
    from ${from} as f where user_id is not null group by user_id, day`;
}
