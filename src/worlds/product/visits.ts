import { raw, type Sql, sql } from "../../sql/sql.ts";
import { bucketRanges, valueRows } from "../bucket.ts";
import { drawsOf, withWords } from "../randomness.ts";
import { type DayRange, PRODUCT, type ProductPlan, weekdayOf, within } from "./parameters.ts";

const HOUR_BUCKETS = 4096;

/** Number of the visit that holds a day's messages; the visits of the feed come before it. */
const MESSAGES_VISIT = PRODUCT.visitsMax;

/** Creates the lookup tables of days and of the hours of each weekday. */
export function calendarTables(plan: ProductPlan): Sql {
  const { plants, days } = plan;
  const { pulse, sending, flashMob, messageSpike } = PRODUCT;
  const rows = Array.from({ length: days }, (_, day) => [
    day,
    weekdayOf(plan, day),
    PRODUCT.weekday[weekdayOf(plan, day)] ?? 1,
    day % pulse.everyDays === pulse.phase ? sending.pulse : sending.usual,
    within(plants.flash_mob, day) ? flashMob.views : 1,
    within(plants.message_spike, day) ? messageSpike.messages : 1,
    Number(within(plants.outage, day)),
    Number(within(plants.ab_week, day)),
    Number(within(mixtureDays(plan), day)),
  ]);
  const hours = PRODUCT.weekday.flatMap((_, weekday) => {
    const weights = weekday < 5 ? PRODUCT.hourOfWorkday : PRODUCT.hourOfWeekend;
    const weighted = weights.map((weight, value) => ({ value, weight }));
    return bucketRanges(weighted, HOUR_BUCKETS).map(({ value, lo, hi }) => [weekday, value, lo, hi]);
  });
  return sql`
create table days as
  select day::integer as day, weekday::integer as weekday, traffic::double as traffic, send_share::double as send_share,
    flash::integer as flash, spike::integer as spike, outage = 1 as outage, ab_week = 1 as ab_week,
    mixture = 1 as mixture
  from (values ${valueRows(rows)}) v(day, weekday, traffic, send_share, flash, spike, outage, ab_week, mixture);
create table hour_buckets as
  select weekday::integer as weekday, unnest(range(lo, hi))::integer as bucket, value::integer as hour
  from (values ${valueRows(hours)}) v(weekday, value, lo, hi);
`;
}

/** The days of the A/B week on which the test group of H1 has two modes. */
export function mixtureDays({ plants }: ProductPlan): DayRange | undefined {
  const from = plants.ab_week?.from;
  return from === undefined ? undefined : { from, to: from + PRODUCT.experiment.h1.mixtureDays };
}

/** The probability that a view gets a like: the user's own, changed by the experiments of the A/B week. */
function likeShare(): Sql {
  const { h1, h2 } = PRODUCT.experiment;
  return sql`case
    when ab_week and exp_group = ${h2.test} then ctr + ${h2.effect}::double
    when mixture and exp_group = ${h1.test} then greatest(0.02::double, case when high_mode then ${h1.highCtr}::double else ${h1.lowCtr}::double end
      + 0.4::double * (ctr - ${PRODUCT.ctr.mean}::double))
    else ctr end`;
}

/** Common table expressions up to `chosen`: the days on which users are active, with the services they use. */
function activeDays(users: Sql, { from, to }: DayRange): Sql {
  const { visitsPerDay, visitsMax, feedBesideMessages } = PRODUCT;
  return sql`
candidates as (
  select user_no, base, cohort, class, kind, activity, ctr, exp_group, high_mode, in_outage_city,
    unnest(range(greatest(cohort, ${from}), ${to}))::integer as day
  from ${users} as u
), active as (
  select c.* exclude (w_stays, cohort, class)
  from (${withWords(sql`select * from candidates`, sql`base`, [{ as: "w_stays", stream: 40, at: sql`day` }])}) c
  join retention r on r.class = c.class and r.later = c.day - c.cohort and w_stays < threshold
), hashed as (
  ${withWords(sql`select * from active`, sql`base`, [{ as: "h", stream: 41, at: sql`day` }])}
), sending as (
  select *, kind = 'messenger' or (kind = 'both' and unit(w_send) < send_share) as sends
  from (${withWords(sql`select * from hashed`, sql`h`, drawsOf("send feed visits turn", 1))}) join days using (day)
), chosen as (
  select *, ${likeShare()} as like_share, below(w_turn, ${visitsMax}) as turn,
    case when (kind = 'feed' or (kind = 'both' and (not sends or unit(w_feed) < ${feedBesideMessages})))
        and not (outage and in_outage_city)
      then least(${visitsMax}, greatest(1, floor(${visitsPerDay}::double * activity * traffic + unit(w_visits)))) else 0 end::integer as visits
  from sending
)`;
}

const lognormal = (logMean: number, logSd: number, max: number): Sql =>
  sql`least(${max}, 1 + floor(exp(${logMean}::double + ${logSd}::double * normal(w_size, w_size2))))::integer`;

/** Seconds of an exponential distribution beyond `min`, at most `max`. */
export function waitOf(word: Sql, { min, mean, max }: { min: number; mean: number; max: number }): Sql {
  return sql`least(${max}::double, ${min}::double - ${mean}::double * ln(unit(${word})))`;
}

/**
 * A query: every visit of the users in the days. A visit is `actions` views of the feed, or all the messages of a
 * user's day, `gap` seconds apart with jitter, and lies within its day, likes included.
 */
export function visitsQuery(users: Sql, range: DayRange): Sql {
  const { viewsLogMean, viewsLogSd, viewsMax, messagesLogMean, messagesLogSd, messagesMax } = PRODUCT;
  const unfolded = sql`
select user_no, day, weekday, h, flash, spike, like_share, turn, visits, unnest(range(visits + sends::integer))::integer as i from chosen`;
  const numbered = sql`
select * exclude (i, visits), i < visits as in_feed, case when i < visits then i else ${MESSAGES_VISIT} end as visit from unfolded`;
  const hashed = withWords(sql`select * from numbered`, sql`h`, [{ as: "v", stream: 42, at: sql`visit` }]);
  return sql`
with ${activeDays(users, range)}, unfolded as (${unfolded}), numbered as (${numbered}), drawn as (
  ${withWords(hashed, sql`v`, drawsOf("hour second size size2 gap", 1))}
), sized as (
  select *, case when in_feed then flash * ${lognormal(viewsLogMean, viewsLogSd, viewsMax)}
    else spike * ${lognormal(messagesLogMean, messagesLogSd, messagesMax)} end as actions
  from drawn
), paced as (
  select *, case when in_feed then ${waitOf(raw("w_gap"), PRODUCT.viewGap)}
    else least(50400::double / actions, ${waitOf(raw("w_gap"), PRODUCT.messageGap)}) end as gap
  from sized
), lasting as (
  select *, ceil(actions * gap)::integer + case when in_feed then ${PRODUCT.viewToLike.max} else 0 end as lasts from paced
)
select user_no, day, v, visit, in_feed, turn, like_share, actions, gap,
  day * 86400 + least(hour * 3600 + below(w_second, 3600), 86399 - lasts) as start_s
from lasting join hour_buckets b on b.weekday = lasting.weekday and b.bucket = below(w_hour, ${HOUR_BUCKETS})`;
}
