import type { Dialect } from "../../sql/dialect.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { MetricParts, RowMetric } from "./metric-parts.ts";
import type { RowSelection } from "./metric-rows.ts";

export interface UsersFromDays {
  readonly from: Sql;
  readonly parts: MetricParts;
}

/**
 * How many users there are, from `fct_user_days` and the events without a user: far fewer rows than the events, and the
 * same numbers. Null for a metric or a selection that has to look at events.
 */
export function usersFromDays(
  metric: RowMetric,
  { dimensions, days, period, where }: RowSelection,
  dialect: Dialect,
): UsersFromDays | null {
  if (!countsUsers(metric) || dimensions.length > 0 || where !== null) return null;
  const at = period({ day: raw("day"), time: null });
  const from = sql`(select user_id, events, ${at} as period from fct_user_days where ${days}
    union all select user_id, 1 as events, ${at} as period from fct_events where user_id is null and ${days}) as r`;
  const value = dialect.cast(raw("count(distinct user_id)"), "number");
  const lacking = sql`coalesce(${dialect.sumIf(raw("events"), raw("user_id is null"))}, 0)`;
  const rows = metric.entity === "user" ? raw("count(distinct user_id)") : raw("sum(events)");
  const none = raw("null");
  return {
    from,
    parts: {
      value,
      numerator: none,
      denominator: none,
      rows: dialect.cast(rows, "integer"),
      leftOut: lacking,
      exact: false,
    },
  };
}

/** True for `distinct` of users without any condition. */
function countsUsers({ kind, entity, on, filter, did, did_not, ...metric }: RowMetric): boolean {
  if (kind !== "distinct" || (entity !== "event" && entity !== "user")) return false;
  const of = "of" in metric ? metric.of : undefined;
  return (of === undefined || of === "user_id") && (filter ?? did ?? did_not ?? on) === undefined;
}
