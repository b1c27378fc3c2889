import { raw, type Sql, sql } from "../../sql/sql.ts";
import { records } from "../records.ts";
import type { WorldFile, WorldRun } from "../world.ts";
import { AGE_GROUPS, COHORT_CLASSES, dayNames, PRODUCT, type ProductPlan, retentionAt, ZONE } from "./parameters.ts";
import { experimentsTruth } from "./truth-of-experiments.ts";
import { plantsTruth } from "./truth-of-plants.ts";
import { attributesTruth, retentionTruth, weeksTruth } from "./truth-of-users.ts";

/** What was planted, with parameters, and what the generated rows hold, counted by SQL. */
export async function productTruth(
  run: WorldRun,
  plan: ProductPlan,
  files: readonly WorldFile[],
): Promise<Record<string, unknown>> {
  const { warehouse, signal } = run;
  await warehouse.exec(SEEN_USERS, { signal });
  const [realised] = await records(warehouse, TOTALS);
  return {
    files,
    window: { timezone: ZONE, days: dayNames(plan, { from: 0, to: plan.days }) },
    omitted: plan.omitted.map((plant) => ({ plant, why: "not wholly in the window" })),
    realised,
    definitions: DEFINITIONS,
    daily: await records(warehouse, daily(plan)),
    profile: await profile(run),
    growth: {
      planted: {
        newcomers_per_day: PRODUCT.newcomerGrowthPerDay,
        launch: PRODUCT.launch,
        ads_share: PRODUCT.adsShare,
      },
    },
    weeks: await weeksTruth(run, plan),
    attributes: await attributesTruth(run),
    retention: {
      planted: COHORT_CLASSES.map((kind) => ({
        kind,
        curve: Array.from({ length: 31 }, (_, later) => retentionAt(kind, later)),
      })),
      realised: await retentionTruth(run, plan),
    },
    services: {
      planted: {
        kinds_of_users: PRODUCT.kinds,
        sending: PRODUCT.sending,
        feed_beside_messages: PRODUCT.feedBesideMessages,
      },
    },
    ...(await plantsTruth(run, plan)),
    experiments: await experimentsTruth(run, plan),
    age_groups: AGE_GROUPS.map(({ name, from, to }) => ({ name, from, to })),
  };
}

const DEFINITIONS = {
  day: "calendar day in the window's zone; every action of a visit lies in one day",
  users: "distinct user_id over all events: receiving alone is not activity",
  feed_only: "users of the day with views and no message; messenger_only and both accordingly",
  new_users: "users whose first event of the log is on the day; new_feed_users and new_senders by service",
  receivers: "distinct receiver_id",
  ctr: "likes / views",
  view_to_like_s: "mean over user, post and day of the first like's time minus the first view's",
  message_gap_s: "mean time between two messages of one sender on one day",
};

/** The users with at least one row, and the first days on which they use what. */
const SEEN_USERS: Sql = raw(`
create table seen as
with firsts as (
  select user_no, min(day) as first_day, min(day) filter (where views > 0) as first_feed_day,
    min(day) filter (where messages > 0) as first_message_day
  from user_days group by 1
)
select f.*, u.user_id, u.gender, u.age, u.os, u.source, u.country, u.city, u.exp_group, u.high_mode, u.in_outage_city
from firsts f join fine.users u using (user_no);`);

const TOTALS: Sql = raw(`
with sums as (
  select sum(views)::bigint as views, sum(likes)::bigint as likes, sum(messages)::bigint as messages, count(*) as user_days
  from user_days
)
select views + likes + messages as events, views, likes, round(likes::double / views, 6) as ctr, messages, user_days,
  (select count(*) from seen) as users,
  (select count(*) from seen where first_feed_day is not null) as feed_users,
  (select count(*) from seen where first_message_day is not null) as senders,
  (select count(*) from seen where first_feed_day is not null and first_message_day is not null) as users_of_both,
  (select count(distinct receiver_id) from received_days) as receivers,
  (select count(distinct receiver_id) from received_days
    where receiver_id not in (select user_id from seen where first_message_day is not null)) as receivers_who_never_send,
  (select count(distinct receiver_id) from received_days where receiver_id not in (select user_id from seen)) as receivers_without_events,
  (select count(distinct post_id) from post_days) as posts,
  (select count(distinct post_id) from post_days where likes > 0) as liked_posts,
  (select round(sum(seconds)::double / sum(pairs), 4) from like_waits) as view_to_like_s
from sums`);

/** One row per day of the window. */
function daily({ start }: ProductPlan): Sql {
  return sql`
with by_day as (
  select day, count(*) as users, count(*) filter (where messages = 0) as feed_only,
    count(*) filter (where views = 0) as messenger_only, count(*) filter (where views > 0 and messages > 0) as both_services,
    count(*) filter (where views > 0) as feed_users, count(*) filter (where messages > 0) as senders,
    sum(views)::bigint as views, sum(likes)::bigint as likes, sum(messages)::bigint as messages,
    round(sum(message_span_s)::double / nullif(sum(messages - 1) filter (where messages > 0), 0), 4) as message_gap_s,
    count(*) filter (where source = 'ads') as users_of_ads, count(*) filter (where source = 'organic') as users_of_organic,
    count(*) filter (where first_day = day) as new_users,
    count(*) filter (where first_day = day and source = 'ads') as new_users_of_ads,
    count(*) filter (where first_day = day and source = 'organic') as new_users_of_organic,
    count(*) filter (where first_feed_day = day) as new_feed_users,
    count(*) filter (where first_message_day = day) as new_senders
  from user_days join seen using (user_no) group by 1
), received as (
  select day, count(*) as receivers from received_days group by 1
), posts as (
  select day, count(*) as posts, count(*) filter (where likes > 0) as liked_posts from post_days group by 1
)
select (${start}::date + d.day)::varchar as day, coalesce(users, 0) as users, coalesce(feed_only, 0) as feed_only,
  coalesce(messenger_only, 0) as messenger_only, coalesce(both_services, 0) as both_services, coalesce(feed_users, 0) as feed_users,
  coalesce(senders, 0) as senders, coalesce(receivers, 0) as receivers,
  coalesce(users_of_ads, 0) as users_of_ads, coalesce(users_of_organic, 0) as users_of_organic,
  coalesce(new_users, 0) as new_users, coalesce(new_users_of_ads, 0) as new_users_of_ads,
  coalesce(new_users_of_organic, 0) as new_users_of_organic, coalesce(new_feed_users, 0) as new_feed_users,
  coalesce(new_senders, 0) as new_senders, coalesce(views, 0) as views, coalesce(likes, 0) as likes,
  round(likes::double / nullif(views, 0), 6) as ctr, coalesce(messages, 0) as messages, coalesce(posts, 0) as posts,
  coalesce(liked_posts, 0) as liked_posts, round(seconds::double / pairs, 4) as view_to_like_s, message_gap_s
from days d left join by_day using (day) left join received using (day) left join posts using (day)
  left join like_waits using (day)
order by d.day`;
}

/** Events by hour of the week: 168 numbers, from Monday 0 h in the window's zone. */
async function profile({ warehouse }: WorldRun): Promise<unknown> {
  const { rows } = await warehouse.table(
    raw(`
select coalesce(sum(views), 0)::bigint, coalesce(sum(likes), 0)::bigint, coalesce(sum(messages), 0)::bigint
from range(168) h(hour_of_week)
left join (select weekday * 24 + hour as hour_of_week, views, likes, messages from counted_hours join days using (day))
  using (hour_of_week)
group by hour_of_week order by hour_of_week`),
  );
  const column = (i: number): unknown[] => rows.map((row) => row[i]);
  return {
    planted: {
      weekday_from_monday: PRODUCT.weekday,
      hour_of_workday: PRODUCT.hourOfWorkday,
      hour_of_weekend: PRODUCT.hourOfWeekend,
    },
    realised: { views: column(0), likes: column(1), messages: column(2) },
  };
}
