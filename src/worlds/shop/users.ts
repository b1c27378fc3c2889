import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { bucketRanges, valueRows } from "../bucket.ts";
import { type SeedWords, withBase, withWords } from "../randomness.ts";
import { cohortShares, retentionAt, SHOP, type ShopPlan } from "./parameters.ts";

const COHORT_BUCKETS = 65_536;
const DAY_BUCKETS = 4096;
const HOUR_BUCKETS = 4096;

/** Creates the lookup tables of weeks, hours and planted retention. */
export function calendarTables(plan: ShopPlan): Sql {
  const cohorts = cohortShares(plan).map((weight, value) => ({ value, weight }));
  const hours = SHOP.hour.map((weight, value) => ({ value, weight }));
  const range = (rows: Sql): Sql => sql`from (values ${rows}) v(value, lo, hi)`;
  const ranges = (weighted: Parameters<typeof bucketRanges>[0], size: number): Sql =>
    valueRows(bucketRanges(weighted, size).map(({ value, lo, hi }) => [value, lo, hi]));
  return sql`
create table cohort_buckets as select unnest(range(lo, hi))::integer as bucket, value::integer as cohort
  ${range(ranges(cohorts, COHORT_BUCKETS))};
create table hour_buckets as select unnest(range(lo, hi))::integer as bucket, value::integer as hour
  ${range(ranges(hours, HOUR_BUCKETS))};
create table week_days as
  select value::integer as profile, unnest(range(lo, hi))::integer as bucket, day::integer as day
  from (values ${valueRows(dayRanges(plan))}) v(value, day, lo, hi);
create table weeks as select week::integer as week, intensity::double as intensity
  from (values ${valueRows(plan.weeks.map(({ week, intensity }) => [week, intensity]))}) v(week, intensity);
create table retention as select later::integer as later, threshold::bigint as threshold
  from (values ${valueRows(plan.weeks.map(({ week }) => [week, Math.round(retentionAt(week) * 2 ** 32)]))}) v(later, threshold);
`;
}

/**
 * Profile 2w: days of week w, outside days included (their sessions are dropped); profile 2w + 1: inside days only,
 * for the week in which a user is first seen.
 */
function dayRanges(plan: ShopPlan): number[][] {
  return plan.weeks.flatMap(({ week, monday, weights }) => {
    const all = weights.map((weight, i) => ({ value: monday + i, weight }));
    const inside = all.filter(({ value }) => value >= 0 && value < plan.days);
    return [all, inside].flatMap((days, kind) =>
      bucketRanges(days, DAY_BUCKETS).map(({ value, lo, hi }) => [2 * week + kind, value, lo, hi]),
    );
  });
}

/**
 * Creates `users` 0 .. count - 1: id, week first seen, activity (Pareto), intent (standard normal). A user's row does
 * not depend on how many there are.
 */
export function usersTable(count: number, seed: SeedWords): Sql {
  const based = withBase(sql`select range as user_no from range(${count})`, sql`user_no`, { kind: 2, seed });
  const draws = ["w_id", "w_activity", "w_intent", "w_intent2", "w_cohort"].map((as, i) => ({ as, stream: i + 1 }));
  return sql`
create or replace table fine.users as
with drawn as (${withWords(based, sql`base`, draws)})
select user_no::integer as user_no, base, (512000000 + user_no * 13 + below(w_id, 13))::bigint as user_id, cohort,
  least(${SHOP.activityMax}::double, power(unit(w_activity), ${-1 / SHOP.activityAlpha}::double)) as activity,
  normal(w_intent, w_intent2) as intent
from drawn join cohort_buckets on bucket = below(w_cohort, ${COHORT_BUCKETS})
order by user_no;
`;
}

/** The sessions' users, weeks and days for weeks `from` to `to`: one row per session, before its contents are drawn. */
export function sessionStarts(plan: ShopPlan, from: number, to: number): Sql {
  const userWeeks = sql`
select u.user_no, u.user_id, u.base, u.intent, u.activity, u.cohort, w.week, w.intensity
from fine.users u join weeks w on u.cohort <= w.week where w.week between ${from} and ${to}`;
  const sessions = sql`select *, unnest(range(sessions))::integer as i from active`;
  return sql`
active as (
  select d.*, 2 * week + (week = cohort)::integer as profile,
    floor(activity * intensity + unit(w_sessions))::integer as sessions
  from (${withWords(userWeeks, sql`base`, [
    { as: "w_stays", stream: 10, at: sql`week` },
    { as: "w_sessions", stream: 11, at: sql`week` },
  ])}) d
  join retention r on r.later = week - cohort and w_stays < r.threshold
), hashed as (
  ${withWords(sessions, sql`base`, [{ as: "h", stream: 12, at: sql`(week * 4096 + i)` }])}
), dated as (
  ${withWords(
    sql`select * from hashed`,
    sql`h`,
    ["w_day", "w_hour", "w_second"].map((as, i) => ({ as, stream: i + 1 })),
  )}
), starts as (
  select dated.*, day, day * 86400 + hour * 3600 + below(w_second, 3600) as planned_start
  from dated
  join week_days on week_days.profile = dated.profile and week_days.bucket = below(w_day, ${DAY_BUCKETS})
  join hour_buckets on hour_buckets.bucket = below(w_hour, ${HOUR_BUCKETS})
  where day between 0 and ${plan.days - 1}
)`;
}

/** Keeps only the rows of the given users: all below `below`, and the listed ones. */
export function keepUsers(table: string, below: number, extra: readonly number[]): Sql {
  const listed = extra.length === 0 ? sql`false` : sql`user_no in (${joinSql(extra.map((n) => sql`${n}`))})`;
  return sql`delete from ${raw(table)} where not (user_no < ${below} or ${listed})`;
}
