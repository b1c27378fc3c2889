import { dayOf, repeatsDay } from "../../core/calendar.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { TimeRange } from "../project-day.ts";
import type { MetricParts, RowMetric } from "./metric-parts.ts";
import type { DayRange } from "./metric-request.ts";
import { ROW_PERIOD, type RowSelection } from "./metric-rows.ts";

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
  const from = sql`(select user_id, events, ${at} as ${ROW_PERIOD} from fct_user_days where ${days}
    union all select user_id, 1 as events, ${at} as ${ROW_PERIOD} from fct_events where user_id is null and ${days}) as r`;
  const value = dialect.cast(raw("count(distinct user_id)"), "number");
  const lacking = sql`coalesce(${dialect.sumIf(raw("events"), raw("user_id is null"))}, 0)`;
  const rows = metric.entity === "user" ? raw("count(distinct user_id)") : raw("sum(events)");
  return { from, parts: counted(value, { rows, leftOut: lacking }, dialect) };
}

interface Edges {
  readonly window: DayRange;
  /** The first and the last event. */
  readonly events: TimeRange;
  readonly zone: string;
}

/**
 * How many users a span of days has that begins with the first event or ends with the last one, from `dim_users`: those
 * whose first event comes before its end, or whose last one after its beginning. Null for other spans and metrics.
 */
export function usersAtEdge(
  metric: RowMetric,
  { window, events, zone }: Edges,
  dialect: Dialect,
): UsersFromDays | null {
  if (!countsUsers(metric) || repeatsDay(zone, events.minMs, events.maxMs)) return null;
  const fromTheFirst = window.from <= dayOf(events.minMs, zone);
  const toTheLast = window.to > dayOf(events.maxMs, zone);
  const within = fromTheFirst
    ? sql`first_day < ${dialect.date(window.to)}`
    : toTheLast
      ? sql`last_day >= ${dialect.date(window.from)}`
      : null;
  if (within === null) return null;
  const days = sql`day >= ${dialect.date(window.from)} and day < ${dialect.date(window.to)}`;
  const period = sql`${dialect.date(window.from)} as ${ROW_PERIOD}`;
  const ofDays =
    metric.entity === "user"
      ? raw("")
      : sql` union all select 0 as users, events, 0 as lacking, ${period} from fct_user_days where ${days}`;
  const from = sql`(select 1 as users, 0 as events, 0 as lacking, ${period} from dim_users where ${within}
    union all select 0 as users, 1 as events, 1 as lacking, ${period} from fct_events where user_id is null and ${days}${ofDays}) as r`;
  const [users, rows] = [raw("sum(users)"), raw(metric.entity === "user" ? "sum(users)" : "sum(events)")];
  return { from, parts: counted(dialect.cast(users, "number"), { rows, leftOut: raw("sum(lacking)") }, dialect) };
}

const counted = (
  value: Sql,
  { rows, leftOut }: Pick<MetricParts, "rows" | "leftOut">,
  dialect: Dialect,
): MetricParts => ({
  ...{ value, numerator: raw("null"), denominator: raw("null") },
  ...{ rows: dialect.cast(rows, "integer"), leftOut: dialect.cast(leftOut, "integer"), exact: false },
});

/** True for `distinct` of users without any condition. */
function countsUsers({ kind, entity, on, filter, did, did_not, ...metric }: RowMetric): boolean {
  if (kind !== "distinct" || (entity !== "event" && entity !== "user")) return false;
  const of = "of" in metric ? metric.of : undefined;
  return (of === undefined || of === "user_id") && (filter ?? did ?? did_not ?? on) === undefined;
}
