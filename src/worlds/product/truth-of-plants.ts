import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { Cell } from "../../warehouse/port.ts";
import { records } from "../records.ts";
import type { WorldRun } from "../world.ts";
import { type DayRange, dayNames, ECHO, PRODUCT, type ProductPlan, retentionAt } from "./parameters.ts";
import { OUTAGE_CITIES } from "./places.ts";
import { reached } from "./truth-of-users.ts";

type Row = Readonly<Record<string, Cell>>;

/** The incidents and the cycle: each with its days, its parameters and what became of it; null for one left out. */
export async function plantsTruth(run: WorldRun, plan: ProductPlan): Promise<Record<string, unknown>> {
  const of = <T>(range: DayRange | undefined, truth: (range: DayRange) => Promise<T>): Promise<T> | null =>
    range === undefined ? null : truth(range);
  const { campaign, flash_mob, outage, message_spike } = plan.plants;
  return {
    campaign: await of(campaign, (range) => campaignTruth(run, plan, range)),
    campaign_echo: await of(campaign, (range) => echoTruth(run, plan, range)),
    flash_mob: await of(flash_mob, (range) => flashMobTruth(run, plan, range)),
    outage: await of(outage, (range) => outageTruth(run, plan, range)),
    message_spike: await of(message_spike, (range) => spikeTruth(run, plan, range)),
    sender_pulse: await pulseTruth(run, plan),
  };
}

async function one(run: WorldRun, text: Sql): Promise<Row | undefined> {
  return (await records(run.warehouse, text))[0];
}

/** Ads cohorts of the campaign's weekday: the first day of each, and who came back. */
async function campaignTruth(run: WorldRun, plan: ProductPlan, { from: day }: DayRange): Promise<unknown> {
  const cohorts = await records(
    run.warehouse,
    sql`
select (${plan.start}::date + first_day)::varchar as day, first_day < ${day} as earlier, count(distinct user_no) as users,
  ${reached(plan, 1)}, ${reached(plan, 7)}, sum(views) filter (where day = first_day)::bigint as first_day_views,
  sum(likes) filter (where day = first_day)::bigint as first_day_likes,
  count(*) filter (where day = first_day and messages > 0) as first_day_senders
from seen join user_days using (user_no) where source = 'ads' and (first_day - ${day}) % 7 = 0
group by first_day order by first_day`,
  );
  const [name] = dayNames(plan, { from: day, to: day + 1 });
  const cohort = cohorts.find((row) => row["day"] === name);
  const ordinary = cohorts.filter((row) => row["day"] !== name);
  const usual = median(ordinary.filter((row) => row["earlier"] === true).map((row) => Number(row["users"])));
  const curve = await records(
    run.warehouse,
    sql`
select day - first_day as later, count(*) as active from seen join user_days using (user_no)
where source = 'ads' and first_day = ${day} group by 1 order by 1`,
  );
  return {
    day: name,
    source: "ads",
    planted: {
      newcomers: PRODUCT.campaign.newcomers,
      d1: retentionAt("campaign", 1),
      d7: retentionAt("campaign", 7),
      ordinary_d1: retentionAt("ads", 1),
      ordinary_d7: retentionAt("ads", 7),
      service: "feed only",
    },
    realised: {
      cohort,
      d1_share: pooledShare(cohort === undefined ? [] : [cohort], "d1"),
      d7_share: pooledShare(cohort === undefined ? [] : [cohort], "d7"),
      active_by_day: curve,
      median_of_earlier_same_weekdays: usual,
      ratio_to_median: usual === null || cohort === undefined ? null : round(Number(cohort["users"]) / usual),
      ordinary_d1_share: pooledShare(ordinary, "d1"),
      ordinary_d7_share: pooledShare(ordinary, "d7"),
    },
    ordinary_cohorts: ordinary,
  };
}

/** The one day on which the campaign's cohort comes back: by its cities, for it may be the day of the outage. */
async function echoTruth(run: WorldRun, plan: ProductPlan, { from: campaignDay }: DayRange): Promise<unknown> {
  const day = campaignDay + ECHO.later;
  if (day >= plan.days) return null;
  const days = await records(
    run.warehouse,
    sql`
with cohort as (select user_no, in_outage_city from seen where source = 'ads' and first_day = ${campaignDay}),
later as (select unnest([${ECHO.later - 1}, ${ECHO.later}, ${ECHO.later + 1}]) as later)
select later, (select count(*) from cohort) as users, count(d.user_no) as active,
  (select count(*) from cohort where in_outage_city) as users_in_outage_cities,
  count(d.user_no) filter (where in_outage_city) as active_in_outage_cities
from later left join (select * from user_days join cohort using (user_no)) d on d.day = ${campaignDay} + later
group by later order by later`,
  );
  return {
    day: dayNames(plan, { from: day, to: day + 1 })[0],
    later: ECHO.later,
    is_outage_day: plan.plants.outage?.from === day,
    planted: { share: ECHO.share, usual_share: retentionAt("campaign", ECHO.later - 1) },
    realised: days.map((row) => ({ ...row, share: round(Number(row["active"]) / Number(row["users"])) })),
    note: "the cohort uses the feed only: on the day of the outage it is not seen in the outage's cities",
  };
}

async function flashMobTruth(run: WorldRun, plan: ProductPlan, range: DayRange): Promise<unknown> {
  const length = range.to - range.from;
  const realised = await one(
    run,
    sql`
with weeks as (
  select case when day < ${range.from} then 'before' when day < ${range.to} then 'during' else 'after' end as week,
    sum(views)::bigint as views, sum(likes)::bigint as likes, count(*) filter (where views > 0) as feed_user_days
  from user_days where day between ${range.from - length} and ${range.to + length - 1} group by 1
)
select max(views) filter (where week = 'before') as views_before, max(views) filter (where week = 'during') as views,
  max(views) filter (where week = 'after') as views_after,
  round((max(views) filter (where week = 'during')) / (max(views) filter (where week = 'before')), 4) as ratio_to_week_before,
  ${perUser("before")}, ${perUser("during")}, ${perUser("after")}
from weeks`,
  );
  return { days: dayNames(plan, range), planted: PRODUCT.flashMob, realised };
}

const perUser = (week: string): Sql =>
  raw(`round(max(views / feed_user_days) filter (where week = '${week}'), 4) as views_per_feed_user_day_${week}`);

async function outageTruth(run: WorldRun, plan: ProductPlan, { from: day }: DayRange): Promise<unknown> {
  const counts = (select: Sql, rest: Sql): Sql => sql`
select ${select} count(*) filter (where day = ${day - 1}) as users_day_before, count(*) filter (where day = ${day}) as users,
  count(*) filter (where day = ${day - 1} and views > 0) as feed_users_day_before,
  count(*) filter (where day = ${day} and views > 0) as feed_users,
  count(*) filter (where day = ${day - 1} and messages > 0) as senders_day_before,
  count(*) filter (where day = ${day} and messages > 0) as senders
from user_days join seen using (user_no) where day in (${day - 1}, ${day}) and ${rest}`;
  const inside = sql`in_outage_city group by city order by users_day_before desc, city`;
  const [name] = dayNames(plan, { from: day, to: day + 1 });
  return {
    day: name,
    planted: { service: "feed", country: "Russia", cities: OUTAGE_CITIES, unaffected: "messenger" },
    realised: {
      cities: await records(run.warehouse, counts(raw("city::varchar as city,"), inside)),
      four_cities: await one(run, counts(raw(""), raw("in_outage_city"))),
      elsewhere: await one(run, counts(raw(""), raw("not in_outage_city"))),
    },
  };
}

/** Compared with the days of the two weeks around it that have the same place in the pulse. */
async function spikeTruth(run: WorldRun, plan: ProductPlan, { from: day }: DayRange): Promise<unknown> {
  const { everyDays, phase } = PRODUCT.pulse;
  const pulsed = (of: Sql): Sql => sql`(${of} % ${everyDays} = ${phase})`;
  const realised = await one(
    run,
    sql`
with days as (
  select day, sum(messages)::bigint as messages, count(*) filter (where messages > 0) as senders
  from user_days where day between ${day - 7} and ${day + 7} and ${pulsed(raw("day"))} = ${pulsed(sql`${day}`)} group by 1
)
select max(messages) filter (where day = ${day}) as messages, max(senders) filter (where day = ${day}) as senders,
  median(messages) filter (where day <> ${day}) as usual_messages,
  round(max(messages) filter (where day = ${day}) / median(messages) filter (where day <> ${day}), 4) as ratio,
  round(max(messages / senders) filter (where day = ${day}), 4) as messages_per_sender,
  round(sum(messages) filter (where day <> ${day}) / sum(senders) filter (where day <> ${day}), 4) as usual_messages_per_sender
from days`,
  );
  return { day: dayNames(plan, { from: day, to: day + 1 })[0], planted: PRODUCT.messageSpike, realised };
}

/** Senders of pulse days against the mean of the days on both sides. */
async function pulseTruth(run: WorldRun, plan: ProductPlan): Promise<unknown> {
  const { everyDays, phase } = PRODUCT.pulse;
  const { kinds, sending } = PRODUCT;
  const share = (of: number): number => kinds.messenger + kinds.both * of;
  const realised = await one(
    run,
    sql`
with senders as (select day, count(*) filter (where messages > 0) as senders from user_days group by 1),
beside as (
  select day, senders, lag(senders) over (order by day) as before, lead(senders) over (order by day) as after from senders
)
select count(*) as pulses, sum(senders)::bigint as senders, sum(before + after)::bigint as senders_beside,
  round(2 * sum(senders) / sum(before + after), 4) as ratio
from beside where day % ${everyDays} = ${phase} and before is not null and after is not null`,
  );
  const days = Array.from({ length: plan.days }, (_, day) => day).filter((day) => day % everyDays === phase);
  return {
    every_days: everyDays,
    days: days.flatMap((day) => dayNames(plan, { from: day, to: day + 1 })),
    planted: {
      share_of_days_with_messages: sending,
      of: "users of both services",
      expected_ratio: round(share(sending.pulse) / share(sending.usual)),
    },
    realised,
  };
}

function pooledShare(rows: readonly Row[], of: string): number | null {
  const complete = rows.filter((row) => row[of] !== null);
  const users = complete.reduce((sum, row) => sum + Number(row["users"]), 0);
  return users === 0 ? null : round(complete.reduce((sum, row) => sum + Number(row[of]), 0) / users);
}

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function round(x: number): number {
  return Math.round(x * 1e6) / 1e6;
}
