import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { dimensionText, scopeOf } from "../dimension.ts";
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
  /** The last instant of which events are looked at; null when that is all of them. */
  readonly endUs: number | null;
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
 * Events with `n` (place among those of `owner`), the instant, day and name of the one before (`t_before`, `day_before`,
 * `event_before`) and the instant of the one after (`t_after`), which mean nothing at the ends; `more` (1 when one comes
 * after), `starts` (1 on the first event of a session) and the columns of `columns`.
 */
function steppedEvents({ rule, without, endUs, facts }: SessionRequest, columns: readonly Sql[]): Sql {
  const { dialect } = facts;
  // one wide key orders everything, two narrow ones faster
  const wide = rule.campaign !== null || facts.log.sources.length > 1;
  const order = raw(wide ? "k" : "t, ingest_seq");
  const named =
    without.length === 0 ? raw("") : sql` and event not in (${joinSql(without.map((name) => sql`${name}`))})`;
  const until = endUs === null ? raw("") : sql` and ${dialect.epochUs(raw("event_time"))} <= ${raw(String(endUs))}`;
  const known = rule.gapUs === null ? raw(" and session_id is not null") : raw("");
  const campaign =
    rule.campaign === null
      ? []
      : [sql`${dialect.cast(scopeOf(eventColumns(facts), "campaign")(rule.campaign), "text")} as c`];
  const place = wide ? sql`${orderKey(facts)} as k` : raw("ingest_seq");
  const own = joinSql([raw("user_id, session_id, event, prev_event, day"), place, ...campaign, ...columns]);
  const events = sql`select ${own}, ${dialect.epochUs(raw("event_time"))} as t from fct_events
    where user_id is not null${until}${known}${named}`;
  // texts are slow to carry from row to row: the model has them where no event is left out
  const nameBefore = rule.gapUs === null || without.length > 0 ? "lag(event) over w" : "prev_event";
  const lastCampaign =
    rule.campaign === null
      ? raw("")
      : sql`, max(case when c is not null then k end) over (partition by ${raw(owner(rule))} order by k rows between unbounded preceding and 1 preceding) as c_key`;
  const neighbours = sql`select *, ${dialect.cast(raw("row_number() over w"), "integer")} as n, lag(t) over w as t_before, lag(day) over w as day_before,
      ${raw(nameBefore)} as event_before, lead(t) over w as t_after, coalesce(lead(1) over w, 0) as more${lastCampaign}
    from (${events}) as events window w as (partition by ${raw(owner(rule))} order by ${order})`;
  if (rule.campaign === null)
    return sql`(select *, ${startsWhen(rule, raw("false"))} as starts from (${neighbours}) as placed) as stepped`;
  const changed = raw("c is not null and c_before is not null and c <> c_before");
  const carried = sql`select placed.*, p.c as c_before from (${neighbours}) as placed left join (select user_id as p_user, k as p_key, c from (${events}) as e where c is not null) as p
      on p.p_user = placed.user_id and p.p_key = placed.c_key`;
  return sql`(select *, ${startsWhen(rule, changed)} as starts from (${carried}) as carried) as stepped`;
}

function startsWhen({ gapUs, midnight }: SessionRule, changed: Sql): Sql {
  const gap = gapUs === null ? "" : ` or t - t_before > ${gapUs}`;
  const day = midnight ? " or day <> day_before" : "";
  return sql`case when n = 1${raw(gap + day)} or ${changed} then 1 else 0 end`;
}

/**
 * One row per session that begins on the days asked for: user_id, started, ended (microseconds), day, events, entry and
 * exit (names of the first and the last event), v (value of the dimension at its first event). Meant to stand in a `from`.
 */
export function sessionRelation(request: SessionRequest): Sql {
  if (isAsBuilt(request)) return builtSessions(request);
  return sql`(select * from ${sessionsByRule(request)} where ${isAsked(request)}) as sessions`;
}

/** True for a session of `sessionsByRule` that is asked for. */
export const isAsked = ({ days, where, facts: { dialect } }: SessionRequest): Sql =>
  sql`day >= ${dialect.date(days.from)} and day < ${dialect.date(days.to)}${raw(where === null ? "" : " and fits")}`;

/**
 * Every session by the rule, with what `sessionRelation` says of it and whether it fits. Only first events and the last one
 * of each owner are looked at again: a session ends with the event before the next one's first.
 */
export function sessionsByRule(request: SessionRequest): Sql {
  const { rule, where, dimension } = request;
  const columns = [
    ...(where === null ? [] : [sql`${where} as fits`]),
    ...(dimension === null ? [] : [sql`${dimension} as v`]),
  ];
  const before = [
    ["t", "t_before"],
    ["event", "event_before"],
    ["n", "n - 1"],
  ].map(([own, one]) => raw(`case when starts = 1 then ${one} else ${own} end as before_${own}`));
  const ends = ["t", "event", "n"].map((own) => raw(`lead(before_${own}) over w as last_${own}`));
  const stepped = sql`select *, ${joinSql(before)} from ${steppedEvents(request, columns)} where starts = 1 or more = 0`;
  const edges = sql`select *, ${joinSql(ends)} from (${stepped}) as edges window w as (partition by ${raw(owner(rule))} order by n)`;
  const carried = raw(`${dimension === null ? "" : ", v"}${where === null ? "" : ", fits"}`);
  return sql`(select user_id, t as started, case when more = 0 then t else last_t end as ended, day, case when more = 0 then 1 else last_n - n + 1 end as events,
      event as entry, case when more = 0 then event else last_event end as exit_event${carried}
    from (${edges}) as edges where starts = 1) as sessions`;
}

const isAsBuilt = ({ rule, without, endUs }: SessionRequest): boolean =>
  rule.gapUs === null && !rule.midnight && rule.campaign === null && without.length === 0 && endUs === null;

/** True when `fct_sessions` alone answers. */
export const isReadAsBuilt = (request: SessionRequest): boolean =>
  isAsBuilt(request) && request.where === null && request.dimension === null;

/** The sessions of `fct_sessions`; only a filter and a dimension need the first event itself. */
function builtSessions({ days, facts, where, dimension }: SessionRequest): Sql {
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
    where day >= ${dialect.date(days.from)} and day < ${dialect.date(days.to)}`;
}

/** The time without an event before each event with which a session that is asked for may begin: `gap` in microseconds. */
export function gapRows(request: SessionRequest): Sql {
  const { where } = request;
  const fits = where === null ? [] : [sql`${where} as fits`];
  const stepped = steppedEvents({ ...request, rule: endedBy(0) }, fits);
  return sql`(select t - t_before as gap from ${stepped} where n > 1 and ${isAsked(request)}) as gaps`;
}

/** The rule that ends sessions by idle time alone. */
export const endedBy = (gapUs: number): SessionRule => ({ gapUs, midnight: false, campaign: null });

/** A column as text that is never null. */
export const textColumn = (column: string, none: string, facts: FactContext): Sql =>
  sql`coalesce(${dimensionText(column, eventColumns(facts), facts.dialect)}, ${none})`;
