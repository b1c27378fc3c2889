import { NO_VALUE } from "../../contract/selection.ts";
import { dayOf, repeatsDay } from "../../core/calendar.ts";
import { joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { sumType } from "../column-type.ts";
import { dimensionText } from "../dimension.ts";
import { exactSum } from "../exact-sum.ts";
import { funnelTest } from "../funnel/event-test.ts";
import { isNameTest } from "../funnel/same-name.ts";
import { eventColumns } from "../metrics/event-condition.ts";
import { orderKey } from "../order-key.ts";
import { wholeMultiple } from "../whole-multiple.ts";
import { periodNumber } from "./period-number.ts";
import { type RetentionRequest, ROLLING_US } from "./retention-request.ts";

/** What tells one followed unit from another: user, start, number of the period of the start, value of the dimension, weight. */
export const UNIT = "user_id, u, p0, v, w";

interface FollowOptions {
  /** Sum the values of returns as `x`. */
  readonly value?: boolean;
  /** Look no further than so many periods after the start; null for all. */
  readonly upTo: number | null;
}

/**
 * One row per followed unit and period in which it has an event that matters: the unit's columns, `n` (periods after the
 * start; the row of period 0 is always there), `c` (returns) and, if asked for, `x` (sum of their values). Meant to
 * stand in a `from`.
 */
export function followedUnits(request: RetentionRequest, options: FollowOptions): Sql {
  return request.clock === "calendar" ? calendarUnits(request, options) : rollingUnits(request, options);
}

const within = ({ days, facts: { dialect } }: RetentionRequest, day = "day"): Sql =>
  sql`${raw(day)} >= ${dialect.date(days.from)} and ${raw(day)} < ${dialect.date(days.to)}`;

/** True when any event is a start and a return, so that how many a user has on a day says enough. */
function isOfDays(
  { start, back, where, dimension, clock, grain, endUs, range }: RetentionRequest,
  { value }: FollowOptions,
): boolean {
  const any = [start, back].every(
    (test) => test.events.length + test.value.length + Object.keys(test.where).length === 0,
  );
  const whole = endUs >= range.maxMs * 1000 + 999;
  return (
    any && whole && where === null && dimension === null && value !== true && clock === "calendar" && grain !== "hour"
  );
}

/** Days of users with an event, which is a start and a return: user_id, day, p, s, r and how many there are. */
function userDays({ facts: { dialect, project }, cohort, days, grain, range }: RetentionRequest): Sql {
  const since = cohort === "first" ? raw("") : sql` where day >= ${dialect.date(days.from)}`;
  const p = periodNumber(grain, { project, dialect, range });
  return sql`(select user_id, day, ${p} as p, true as s, true as r, events from fct_user_days${since}) as events`;
}

/** Events that can be a start or a return: user_id, day, p, s, r and what else the request needs. */
function retentionEvents(request: RetentionRequest, { value = false }: FollowOptions): Sql {
  const { start, back, where, facts, dimension, endUs, cohort, days, grain, clock, range } = request;
  const { dialect, project } = facts;
  const firsts = isFirstEnough(request);
  const fits = (test: typeof start, path: string): Sql => {
    const own = funnelTest(test, facts, path);
    return where === null ? own : sql`(${own} and ${where})`;
  };
  const columns = [
    raw("user_id, day"),
    sql`${periodNumber(grain, { project, dialect, range })} as p`,
    sql`${fits(start, "start")} as s`,
    sql`${fits(back, "return")} as r`,
    ...(firsts ? [raw("prev_same_time is null as is_first")] : []),
    ...(clock === "calendar" ? [] : [sql`${clockTime(request)} as t`]),
    ...(value ? [raw("value")] : []),
    ...(dimension === null
      ? []
      : [
          sql`coalesce(${dimensionText(dimension, eventColumns(facts), dialect)}, ${raw(literal(NO_VALUE))}) as d`,
          sql`${orderKey(facts)} as k`,
        ]),
  ];
  const needed = raw(firsts ? "(s and is_first) or r" : "s or r");
  const since = cohort === "first" ? raw("") : sql` and day >= ${dialect.date(days.from)}`;
  return sql`(select * from (select ${joinSql(columns)} from fct_events
      where user_id is not null and ${dialect.epochUs(raw("event_time"))} <= ${raw(String(endUs))}${since}) as e where ${needed}) as events`;
}

/** True when of the starts only the first of a name matters, which `prev_same_time` tells. */
function isFirstEnough({ start, where, cohort, range, facts: { log } }: RetentionRequest): boolean {
  return cohort === "first" && where === null && isNameTest(start) && !repeatsDay(log.zone, range.minMs, range.maxMs);
}

const isOfLocalDays = ({ clock, grain }: RetentionRequest): boolean =>
  clock === "rolling-floored" && grain !== "hour" && grain !== "day";

/** The instant until which the data are complete, in microseconds of the clock that starts `u` are read on. */
export function completeUs(request: RetentionRequest): number {
  const { completeMs, facts } = request;
  return 1000 * (isOfLocalDays(request) ? Date.parse(dayOf(completeMs, facts.log.zone)) : completeMs);
}

function clockTime(request: RetentionRequest): Sql {
  const { clock, facts } = request;
  const { dialect } = facts;
  const us = dialect.epochUs(raw("event_time"));
  if (clock === "rolling") return us;
  if (!isOfLocalDays(request)) return wholeMultiple(us, ROLLING_US.hour, dialect);
  return sql`(${dialect.daysBetween(dialect.date("1970-01-01"), raw("day"))} * ${raw(String(ROLLING_US.day))})`;
}

const firstValue = ({ dimension, facts: { dialect } }: RetentionRequest, condition: string): Sql =>
  dimension === null ? raw("''") : dialect.firstBy(raw(`case when ${condition} then d end`), [raw("k")]);

function calendarUnits(request: RetentionRequest, options: FollowOptions): Sql {
  const { facts, cohort, dimension } = request;
  const { dialect, log } = facts;
  const ofDays = isOfDays(request, options);
  const events = ofDays ? userDays(request) : retentionEvents(request, options);
  const countIf = (condition: Sql): Sql =>
    ofDays
      ? dialect.cast(sql`coalesce(${dialect.sumIf(raw("events"), condition)}, 0)`, "integer")
      : dialect.countIf(condition);
  const counts = cohort === "first" ? raw("s") : sql`s and ${within(request)}`;
  const sum = options.value
    ? sql`, ${exactSum(raw("case when r then value end"), log.valueType, { dialect })} as x`
    : raw("");
  const first = dimension === null ? raw("''") : dialect.firstBy(sql`case when ${counts} then d end`, [raw("k")]);
  const perPeriod = sql`select user_id, p, min(case when ${counts} then day end) as start_day, ${countIf(counts)} as starts,
      ${first} as v, ${countIf(raw("r"))} as c${sum} from ${events} group by user_id, p`;
  const firsts = dimension === null ? raw("''") : dialect.firstBy(raw("case when starts > 0 then v end"), [raw("p")]);
  const units = {
    first: sql`select user_id, min(case when starts > 0 then p end) as p0, ${firsts} as v, 1 as w from periods group by user_id having ${within(request, "min(start_day)")}`,
    recurring: sql`select user_id, p as p0, v, 1 as w from periods where starts > 0`,
    each:
      dimension === null
        ? sql`select user_id, p as p0, v, starts as w from periods where starts > 0`
        : sql`select user_id, p as p0, d as v, count(*) as w from ${events} where ${counts} group by user_id, p, d`,
  }[cohort];
  const limit = options.upTo === null ? raw("") : raw(` and p <= p0 + ${options.upTo}`);
  const x = options.value ? raw(", x") : raw("");
  return sql`(with periods as (${perPeriod}), units as (${units})
      select units.user_id as user_id, 0 as u, p0, units.v as v, w, p - p0 as n, c${x} from units join periods on units.user_id = periods.user_id
      where p >= p0${limit}) as followed`;
}

function rollingUnits(request: RetentionRequest, options: FollowOptions): Sql {
  const { facts, cohort, grain } = request;
  const { dialect, log } = facts;
  const length = raw(String(ROLLING_US[grain]));
  const inDays = sql`s and ${within(request)}`;
  const units = {
    first: sql`select user_id, min(t) as u, min(p) as p0, ${firstValue(request, "s")} as v, 1 as w from events where s group by user_id having ${within(request, "min(day)")}`,
    recurring: sql`select user_id, min(t) as u, p as p0, ${firstValue(request, "s")} as v, 1 as w from events where ${inDays} group by user_id, p`,
    each: sql`select user_id, t as u, p as p0, ${request.dimension === null ? raw("''") : raw("d")} as v, count(*) as w from events where ${inDays} group by user_id, t, p${request.dimension === null ? raw("") : raw(", d")}`,
  }[cohort];
  const limit = options.upTo === null ? raw("") : sql` and t - u < ${length} * ${raw(String(options.upTo + 1))}`;
  const carried = options.value ? raw(", value") : raw("");
  const sum = options.value
    ? sql`, ${exactSum(raw("case when r then value end"), log.valueType, { dialect })} as x`
    : raw("");
  const n = dialect.cast(sql`(t - u - (t - u) % ${length}) / ${length}`, "integer");
  return sql`(with events as (select * from ${retentionEvents(request, options)}), units as (${units})
      select ${raw(UNIT)}, n, ${dialect.countIf(raw("r"))} as c${sum} from (
        select units.user_id as user_id, u, p0, v, w, ${n} as n, r${carried}
        from units join (select user_id, t, r${carried} from events) as later on units.user_id = later.user_id where t >= u${limit}) as paired
      group by ${raw(UNIT)}, n) as followed`;
}

/** The type of `x`. */
export const valueType = ({ facts }: RetentionRequest): ReturnType<typeof sumType> => sumType(facts.log.valueType);
