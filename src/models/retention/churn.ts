import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import { funnelTest } from "../funnel/event-test.ts";
import type { RetentionRequest } from "./retention-request.ts";

/**
 * Followed users by how long they have been away. `own` is 1 for users with a rhythm of their own: returns on three days or more.
 * The typical rhythm, for the others, is the median of those.
 */
const ChurnRow = z.object({
  state: z.enum(["active", "at risk", "churned"]),
  own: z.number(),
  users: z.number(),
  median_away: z.number(),
  median_cycle: z.number().nullable(),
  typical: z.number().nullable(),
});
export type ChurnRow = z.infer<typeof ChurnRow>;

export interface ChurnRule {
  /** Away is measured in the user's own rhythm, or in days. */
  readonly unit: "cycles" | "days";
  readonly atRisk: number;
  readonly churned: number;
  /** The day as of which: the last one that is over. */
  readonly lastDay: string;
}

/** Users who start on the days asked for; a user's rhythm: mean days between days with a return. */
export function churnQuery(request: RetentionRequest, { unit, atRisk, churned, lastDay }: ChurnRule): Query<ChurnRow> {
  const { facts, start, back, cohort, days, where, endUs } = request;
  const { dialect } = facts;
  const filter = where === null ? raw("") : sql` and ${where}`;
  const fixed = (x: number): Sql => dialect.cast(raw(String(x)), "number");
  const inDays = (day: string): Sql =>
    sql`${raw(day)} >= ${dialect.date(days.from)} and ${raw(day)} < ${dialect.date(days.to)}`;
  const [starts, returns] = [funnelTest(start, facts, "start"), funnelTest(back, facts, "return")];
  const events = sql`select user_id, day as on_day, ${starts} as s, ${returns} as r from fct_events
      where user_id is not null and ${dialect.epochUs(raw("event_time"))} <= ${raw(String(endUs))} and day <= ${dialect.date(lastDay)} and (${starts} or ${returns})${filter}`;
  const started =
    cohort === "first"
      ? raw("min(case when s then on_day end)")
      : sql`max(case when s and ${inDays("on_day")} then on_day end)`;
  const users = sql`select user_id, ${started} as start_day, min(case when r then on_day end) as first_day, max(case when r then on_day end) as last_day,
      count(distinct case when r then on_day end) as days from (${events}) as events group by user_id`;
  const since = raw("case when last_day > start_day then last_day else start_day end");
  const measured = sql`select user_id, ${dialect.daysBetween(since, dialect.date(lastDay))} as away,
      case when days >= 3 then ${dialect.safeDivide(dialect.daysBetween(raw("first_day"), raw("last_day")), raw("days - 1"))} end as cycle
      from (${users}) as users where ${inDays("start_day")}`;
  const typical = sql`select ${dialect.quantile(0.5, raw("cycle"))} as typical from (${measured}) as rhythms`;
  const length = unit === "days" ? fixed(1) : raw("coalesce(cycle, typical)");
  const state = sql`case when away > ${fixed(churned)} * ${length} then 'churned' when away > ${fixed(atRisk)} * ${length} then 'at risk' else 'active' end`;
  return {
    name: "churn",
    row: ChurnRow,
    text: sql`select state, own, count(*) as users, ${dialect.quantile(0.5, raw("away"))} as median_away, ${dialect.quantile(0.5, raw("cycle"))} as median_cycle, min(typical) as typical
      from (select ${state} as state, case when cycle is null then 0 else 1 end as own, away, cycle, typical from (${measured}) as measured cross join (${typical}) as t) as judged
      group by state, own order by 1, 2`,
  };
}
