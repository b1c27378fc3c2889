import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { records } from "../records.ts";
import type { WorldRun } from "../world.ts";
import { AGE_GROUPS, type ProductPlan, weekdayOf } from "./parameters.ts";
import { USER_COLUMNS } from "./users.ts";

/** Longest distance in days for which retention is counted. */
const LONGEST = 30;

/**
 * Retention by source, with the campaign's day apart: cohorts by first event, active on exactly the day `later` days
 * after it, pooled over the cohorts for which that day is in the window. And D1 and D7 of every cohort.
 */
export async function retentionTruth({ warehouse }: WorldRun, plan: ProductPlan): Promise<unknown> {
  const campaignDay = plan.plants.campaign?.from ?? -1;
  const cohort = sql`case when source = 'ads' and first_day = ${campaignDay} then 'campaign' else source::varchar end`;
  const pooled = await records(
    warehouse,
    sql`
with cohorts as (select user_no, first_day, ${cohort} as kind from seen),
sizes as (
  select kind, later, count(*) as users from cohorts, range(1, ${LONGEST + 1}) l(later)
  where first_day + later < ${plan.days} group by 1, 2
),
active as (
  select kind, day - first_day as later, count(*) as active from user_days join cohorts using (user_no) group by 1, 2
)
select kind, later, users, coalesce(active, 0) as active, round(coalesce(active, 0) / users, 6) as share
from sizes left join active using (kind, later) order by kind, later`,
  );
  const cohorts = await records(
    warehouse,
    sql`
select (${plan.start}::date + first_day)::varchar as day, ${cohort} as kind, count(distinct user_no) as users,
  ${reached(plan, 1)}, ${reached(plan, 7)}
from seen join user_days using (user_no) group by first_day, kind order by first_day, kind`,
  );
  return { pooled, cohorts };
}

/** Users of a cohort who are active `later` days after their first; null when that day is outside the window. */
export function reached({ days }: ProductPlan, later: number): Sql {
  return sql`case when first_day + ${later} < ${days} then count(*) filter (where day = first_day + ${later}) end as ${raw(`d${later}`)}`;
}

/** Calendar weeks from Monday: who is new, stays, comes back and leaves. The first and last may be cut. */
export async function weeksTruth({ warehouse }: WorldRun, plan: ProductPlan): Promise<unknown> {
  const offset = weekdayOf(plan, 0);
  return records(
    warehouse,
    sql`
with active as (select distinct user_no, (day + ${offset}) // 7 as week from user_days),
steps as (
  select user_no, week, lag(week) over (partition by user_no order by week) as before,
    lead(week) over (partition by user_no order by week) as after
  from active
), left_after as (
  select week + 1 as week, count(*) as churned from steps where after is null or after > week + 1 group by 1
)
select (${plan.start}::date + (s.week * 7 - ${offset}))::varchar as monday, count(*) as users,
  count(*) filter (where before is null) as new, count(*) filter (where before = s.week - 1) as retained,
  count(*) filter (where before < s.week - 1) as resurrected, coalesce(max(churned), 0) as churned
from steps s left join left_after l on l.week = s.week group by s.week order by s.week`,
  );
}

/** Users and their events by every attribute; the age groups are those of the project file. */
export async function attributesTruth({ warehouse }: WorldRun): Promise<unknown> {
  const groups = AGE_GROUPS.map((group) => ({ ...group, share: 0 }));
  const ageGroup = sql`case ${joinSql(
    groups.slice(0, -1).map(({ name, to }) => sql`when age <= ${to} then ${name}`),
    " ",
  )} else ${groups.at(-1)?.name ?? ""} end`;
  const found: Record<string, unknown> = {};
  for (const name of [...USER_COLUMNS, "age_group"]) {
    if (name === "age") continue;
    found[name] = await records(
      warehouse,
      sql`
select ${name === "age_group" ? ageGroup : raw(`${name}::varchar`)} as value, count(distinct user_no) as users,
  sum(views)::bigint as views, sum(likes)::bigint as likes, sum(messages)::bigint as messages
from user_days join seen using (user_no) group by 1 order by 1`,
    );
  }
  return found;
}
