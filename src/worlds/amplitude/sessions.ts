import { raw, type Sql, sql } from "../../sql/sql.ts";
import { drawsOf, type SeedWords, withBase, withWords } from "../randomness.ts";
import { BUCKETS } from "./lookups.ts";
import { AMPLITUDE, type AmplitudePlan, DAY_MS } from "./parameters.ts";
import { MONITOR_SCRIPT } from "./vocabulary.ts";

const SHAPE = drawsOf(
  "user form single length length2 empty end anonymous start_day hour second lag spot city region",
  1,
);

/**
 * Creates `planned`: sessions 0 .. count - 1 with their user, form and number of events. Every user has the session of
 * the same number, so that all appear; a session does not depend on how many there are.
 */
export function plannedTable(count: number, plan: AmplitudePlan, seed: SeedWords): Sql {
  const { length: len } = AMPLITUDE;
  const drawn = withWords(
    withBase(sql`select range as session_no from range(${count})`, sql`session_no`, { kind: 6, seed }),
    sql`base`,
    SHAPE,
  );
  return sql`
create or replace table planned as
with drawn as (${drawn}), chosen as (
  select *, case when session_no < ${plan.users} then session_no when session_no % ${AMPLITUDE.monitorEvery} = 17 then 0
      when session_no % ${AMPLITUDE.botEvery} = 50 then 1 + below(w_user, ${plan.bots}) end::integer as fixed_user,
    (w_user::hugeint * (select sum(weight)::bigint from users)) >> 32 as ticket
  from drawn
), owned as (
  select c.* exclude (fixed_user, ticket), coalesce(fixed_user, u.user_no) as user_no from chosen c
  asof join (select user_no, upto from users where weight > 0) u on c.ticket >= u.upto
), shaped as (
  select o.*, u.* exclude (user_no), case when o.user_no = 0 then 'monitor'
      when not machine and session_no % ${AMPLITUDE.outsideEvery} = 7 then 'outside'
      when unit(w_single) < ${AMPLITUDE.singleShare} then 'single'
      when not machine and unit(w_form) < heartbeats / ${1 - AMPLITUDE.singleShare} then 'heartbeat' else 'body' end as form
  from owned o join users u on u.user_no = o.user_no
)
select *, case form when 'monitor' then ${MONITOR_SCRIPT.length + 3} when 'heartbeat' then 2 when 'body' then
    greatest(${len.min}, least(${plan.maxLength}, floor(exp(case when machine then ${len.botLogMean}::double else
      ${len.logMean}::double + log_length end + ${len.logSd}::double * normal(w_length, w_length2))))) else 1 end::integer as length,
  case when machine or session_no < ${plan.users} then 'named' when unit(w_anonymous) < ${AMPLITUDE.emptyUserShare} * 1.07 then 'empty'
    when unit(w_anonymous) < ${AMPLITUDE.emptyUserShare + AMPLITUDE.nullUserShare} * 1.07 then 'none' else 'named' end as identity,
  not machine and session_no % ${AMPLITUDE.stragglerEvery} = 23 as straggler
from shaped order by session_no;`;
}

/** Rows that the planned sessions would give. */
export const plannedRows: Sql = raw("select sum(length)::bigint from planned");

const DEVICE = drawsOf("device family browser version version2 skew skew2 language", 40).map((draw) => ({
  ...draw,
  at: raw("device_no"),
}));

/**
 * Creates `sessions`: those of `planned` that give exactly `events` rows, the last one cut short, with their times
 * (ms from the window's start), devices and places.
 */
export function sessionsTable({ days, bots }: AmplitudePlan, events: number): Sql {
  const windowMs = days * DAY_MS;
  const devices = withWords(raw("select * from numbered"), raw("user_base"), DEVICE);
  return sql`
create table sessions as
select *, session_no = min(session_no) filter (where form = 'body' and has_end and n >= 8 and not machine) over () as repeats_id
from (
with counted as (
  select *, sum(length) over (order by session_no)::bigint - length as rows_before from planned
), kept as (
  select * exclude (rows_before), least(length, ${events} - rows_before)::integer as n, length > ${events} - rows_before as cut,
    row_number() over (partition by user_no = 0 order by session_no) as monitor_at
  from counted where rows_before < ${events}
), dated as (
  select kept.*, case
    when user_no = 0 then floor(${windowMs}::double * (monitor_at - 1) / count(*) over (partition by user_no = 0))::bigint
    when user_no <= ${bots} then below(w_start_day, ${days}) * ${DAY_MS} + below(w_second, ${DAY_MS})
    else d.value::bigint * ${DAY_MS} + h.value * 3600000 + below(w_second, 3600000) - utc_minutes * 60000 end as local_ms
  from kept join day_buckets d on d.bucket = below(w_start_day, ${BUCKETS}) join hour_buckets h on h.bucket = below(w_hour, ${BUCKETS})
), placed as (
  select * exclude (local_ms), local_ms + case when local_ms < 0 then ${DAY_MS} when local_ms >= ${windowMs} then -${DAY_MS} else 0 end as at_ms
  from dated
), told as (
  select * exclude (at_ms), at_ms + row_number() over (partition by at_ms order by session_no) - 1 as at_ms from placed
), numbered as (
  select *, (row_number() over (partition by user_no order by at_ms, session_no) - 1) // ${AMPLITUDE.sessionsPerDevice} as device_no from told
), equipped as (${devices}), known as (
  select e.*, case when unit(w_spot) < 0.6 then 'office' when unit(w_spot) < 0.9 then 'home' else 'away' end as spot,
    case when machine then 'Linux' when unit(w_family) < mobile then case when w_family % 20 = 0 then 'Android' else 'iOS' end
      when unit(w_family) > 0.95 then 'Windows' when mac then 'Mac OS X' else 'Windows' end as device_family,
    case when straggler then ${DAY_MS} * (1 + floor(${AMPLITUDE.maxLagDays - 1}::double * square(unit(w_lag))))::bigint else 0 end as lag_ms,
    case when unit(w_skew) < ${AMPLITUDE.skew.share} then below(w_skew2, ${2 * AMPLITUDE.skew.maxMs}) - ${AMPLITUDE.skew.maxMs}
      else 0 end as skew_ms,
    sum(n) over (partition by user_no, device_no order by at_ms, session_no)::bigint - n as events_before
  from equipped e
)
select * exclude (w_user, w_form, w_single, w_length, w_length2, w_anonymous, w_start_day, w_hour, w_second, w_lag, upto, weight,
    place_no, away_place, length, heartbeats, log_length, mobile, monitor_at, straggler, utc_minutes),
  at_ms // ${DAY_MS} as day, case when spot = 'away' then away_place else place_no end as place_no,
  (form = 'single' and unit(w_single) > ${AMPLITUDE.singleShare * 0.994}) as end_only,
  form = 'body' and unit(w_empty) < ${AMPLITUDE.emptyTypeShare} and n > 4 as has_empty,
  not cut and (form in ('heartbeat', 'monitor') or (form = 'body' and unit(w_end) >= ${AMPLITUDE.endMissingShare})) as has_end,
  not machine and unit(w_city) < ${AMPLITUDE.cityNullShare} as city_lost,
  not machine and case when unit(w_city) < ${AMPLITUDE.cityNullShare} then unit(w_region) < ${AMPLITUDE.regionNullGivenCityNull}
    else unit(w_region) < ${AMPLITUDE.regionNullAlone} end as region_lost
from known
) order by day, session_no;`;
}
