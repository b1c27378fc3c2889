import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { scopeOf } from "../dimension.ts";
import type { FactContext } from "../fct-events.ts";
import { eventColumns } from "../metrics/event-condition.ts";
import type { DayRange } from "../metrics/metric-request.ts";
import { orderKey } from "../order-key.ts";

/** How events become sessions. */
export interface SessionRule {
  /** Microseconds without an event after which a session has ended; null: the sessions that the models have. */
  readonly gapUs: number | null;
  /** A session ends with the day in the project's zone. */
  readonly midnight: boolean;
  /** A session ends when this column takes another value; events without one go on with what was there. */
  readonly campaign: string | null;
}

/** The sessions of some days of the log. */
export interface SessionRequest {
  readonly rule: SessionRule;
  /** Days on which sessions begin. */
  readonly days: DayRange;
  readonly endUs: number;
  /** Event names that do not count, such as heartbeats. */
  readonly without: readonly string[];
  /** A condition on the first event of a session; null for all. */
  readonly where: Sql | null;
  readonly dimension: Sql | null;
  readonly facts: FactContext;
}

/** What users' events are told apart by: with the models' sessions those too. */
const owner = ({ gapUs }: SessionRule): string => (gapUs === null ? "user_id, session_id" : "user_id");

/**
 * Events with their distance in microseconds to the one before (`gap_before`) and after (`gap_after`), null at the ends,
 * `starts` (1 on the first event of a session) and the columns of `columns`.
 */
function steppedEvents({ rule, without, endUs, facts }: SessionRequest, columns: readonly Sql[]): Sql {
  const { dialect } = facts;
  const by = raw(`partition by ${owner(rule)} order by k`);
  const before = (x: Sql): Sql => sql`max(${x}) over (${by} rows between 1 preceding and 1 preceding)`;
  const named =
    without.length === 0 ? raw("") : sql` and event not in (${joinSql(without.map((name) => sql`${name}`))})`;
  const known = rule.gapUs === null ? raw(" and session_id is not null") : raw("");
  const campaign =
    rule.campaign === null
      ? []
      : [sql`${dialect.cast(scopeOf(eventColumns(facts), "campaign")(rule.campaign), "text")} as c`];
  const events = sql`select user_id, session_id, event, day, ${dialect.epochUs(raw("event_time"))} as t, ${orderKey(facts)} as k${joinSql(
    [...campaign, ...columns].map((column) => sql`, ${column}`),
    "",
  )} from fct_events where user_id is not null and ${dialect.epochUs(raw("event_time"))} <= ${raw(String(endUs))}${known}${named}`;
  const lastCampaign =
    rule.campaign === null
      ? raw("")
      : sql`, max(case when c is not null then k end) over (${by} rows between unbounded preceding and 1 preceding) as c_key`;
  const neighbours = sql`select *, ${before(raw("t"))} as t_before, ${before(raw("day"))} as day_before${lastCampaign},
      max(t) over (${by} rows between 1 following and 1 following) as t_after from (${events}) as events`;
  if (rule.campaign === null)
    return sql`(select *, ${startsWhen(rule, raw("false"))} as starts from (${neighbours}) as n) as stepped`;
  const changed = raw("c is not null and c_before is not null and c <> c_before");
  const carried = sql`select n.*, p.c as c_before from (${neighbours}) as n left join (select user_id as p_user, k as p_key, c from (${events}) as e where c is not null) as p
      on p.p_user = n.user_id and p.p_key = n.c_key`;
  return sql`(select *, ${startsWhen(rule, changed)} as starts from (${carried}) as n) as stepped`;
}

function startsWhen({ gapUs, midnight }: SessionRule, changed: Sql): Sql {
  const gap = gapUs === null ? "" : ` or t - t_before > ${gapUs}`;
  const day = midnight ? " or day <> day_before" : "";
  return sql`case when t_before is null${raw(gap + day)} or ${changed} then 1 else 0 end`;
}

/**
 * One row per session that begins on the days asked for: user_id, started, ended (microseconds), day, events, entry and
 * exit (names of the first and the last event), v (value of the dimension at its first event). Meant to stand in a `from`.
 */
export function sessionRelation(request: SessionRequest): Sql {
  if (isAsBuilt(request)) return builtSessions(request);
  const { rule, days, facts, where, dimension } = request;
  const { dialect } = facts;
  const fits = where === null ? raw("true") : where;
  const columns = [sql`${fits} as fits`, ...(dimension === null ? [] : [sql`${dimension} as v`])];
  const by = raw(`partition by ${owner(rule)} order by k`);
  const numbered = sql`select *, sum(starts) over (${by} rows between unbounded preceding and current row) as s_no,
      max(starts) over (${by} rows between 1 following and 1 following) as next_starts from ${steppedEvents(request, columns)}`;
  const value = dimension === null ? raw("") : raw(", max(case when starts = 1 then v end) as v");
  return sql`(select user_id, min(t) as started, max(t) as ended, min(case when starts = 1 then day end) as day, count(*) as events,
      max(case when starts = 1 then event end) as entry, max(case when coalesce(next_starts, 1) = 1 then event end) as exit_event,
      ${dialect.countIf(raw("starts = 1 and fits"))} as fitting${value}
    from (${numbered}) as numbered group by ${raw(owner(rule))}, s_no) as sessions
    where fitting = 1 and day >= ${dialect.date(days.from)} and day < ${dialect.date(days.to)}`;
}

const isAsBuilt = ({ rule, without }: SessionRequest): boolean =>
  rule.gapUs === null && !rule.midnight && rule.campaign === null && without.length === 0;

/** True when `fct_sessions` alone answers. */
export const isReadAsBuilt = (request: SessionRequest): boolean =>
  isAsBuilt(request) && request.where === null && request.dimension === null;

/** The sessions of `fct_sessions`; only a filter and a dimension need the first event itself. */
function builtSessions({ days, facts, where, dimension, endUs }: SessionRequest): Sql {
  const { dialect } = facts;
  const columns = sql`${dialect.epochUs(raw("s.started"))} as started, ${dialect.epochUs(raw("s.ended"))} as ended, s.day as day,
      s.events as events, s.entry_event as entry, s.exit_event as exit_event`;
  const value = dimension === null ? raw("") : sql`, ${dimension} as v`;
  const carried = dimension === null ? raw("") : raw(", f.v as v");
  const first = sql`(select user_id as f_user, session_id as f_session${value} from fct_events
    where is_new_session${where === null ? raw("") : sql` and ${where}`}) as f`;
  const joined =
    where === null && dimension === null
      ? raw("")
      : sql` join ${first} on f.f_user = s.user_id and f.f_session = s.session_id`;
  return sql`(select s.user_id as user_id, ${columns}${carried} from fct_sessions as s${joined}) as sessions
    where day >= ${dialect.date(days.from)} and day < ${dialect.date(days.to)} and ended <= ${raw(String(endUs))}`;
}

/** Sessions, single-event sessions and time spent for any gap, from one pass: `gap_before` and `gap_after` in microseconds. */
export function gapRows(request: SessionRequest): Sql {
  const stepped = steppedEvents({ ...request, rule: { gapUs: 0, midnight: false, campaign: null } }, []);
  return sql`(select user_id, t - t_before as gap_before, t_after - t as gap_after from ${stepped}
    where day >= ${request.facts.dialect.date(request.days.from)} and day < ${request.facts.dialect.date(request.days.to)}) as gaps`;
}

/** A column as text that is never null. */
export const textColumn = (column: string, none: string, { dialect }: FactContext): Sql =>
  sql`coalesce(${dialect.cast(ident(column), "text")}, ${none})`;
