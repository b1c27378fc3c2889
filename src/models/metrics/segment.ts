import type { Condition } from "../../contract/condition.ts";
import { timesOf } from "../../contract/project/occurrence.ts";
import type { Did, FunnelOutcome, Seen, SegmentRule, Sequence } from "../../contract/project/segment.ts";
import { durationMinutes } from "../../contract/project/segment.ts";
import { addDays, type Day, MINUTE_MS, startOfDayMs } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import { compileCondition } from "../../sql/compile.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type ColumnSet, scopeOf } from "../dimension.ts";
import { exactSum } from "../exact-sum.ts";
import type { FactContext } from "../fct-events.ts";
import { defineFunnel } from "../funnel/definition.ts";
import { funnelUsers } from "../funnel/funnel-people.ts";
import { type EventTest, eventCondition } from "./event-condition.ts";

export interface SegmentContext {
  /** The segment's id, for errors. */
  readonly id: string;
  /** The event log that behaviour is read from, or null when the project has none. */
  readonly facts: FactContext | null;
  /** Columns of the rows to decide about. */
  readonly columns: ColumnSet;
  /** Behaviour counts up to the start of this day. */
  readonly asOf: Day;
}

/**
 * A segment as a condition on rows, true or false. What it says about users is a condition on `user_id`, decided by the
 * log before the as-of day; it is false for rows without a user, whether it is negated or not.
 * @throws AppError CONFIG_INVALID for an unknown column, or a condition about users where there are none
 */
export function segmentCondition(
  rule: SegmentRule,
  context: SegmentContext & { dialect: FactContext["dialect"] },
): Sql {
  return sql`coalesce(${compileRule(rule, context)}, false)`;
}

type Context = Parameters<typeof segmentCondition>[1];

/** Before every event. */
const FIRST_DAY: Day = "1900-01-01";

const list = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T];

/** In SQL's three values: null where it is about the user of a row that has none. */
function compileRule(rule: SegmentRule, context: Context): Sql {
  const parts: Sql[] = [];
  if (rule.where !== undefined) parts.push(rowCondition(rule.where, context));
  for (const did of list(rule.did)) parts.push(didCondition(did, context));
  for (const did of list(rule.did_not)) parts.push(sql`not ${didCondition(did, context)}`);
  for (const sequence of list(rule.sequence)) parts.push(sequenceCondition(sequence, context));
  for (const outcome of list(rule.funnel)) parts.push(funnelCondition(outcome, context));
  if (rule.first_seen !== undefined) parts.push(seenCondition("min", rule.first_seen, context));
  if (rule.last_seen !== undefined) parts.push(seenCondition("max", rule.last_seen, context));
  if (rule.user !== undefined) parts.push(userCondition(rule.user, context));
  if (rule.segment !== undefined) parts.push(otherSegment(rule.segment, context));
  for (const inner of rule.all ?? []) parts.push(compileRule(inner, context));
  if (rule.any !== undefined)
    parts.push(
      sql`(${joinSql(
        rule.any.map((inner) => compileRule(inner, context)),
        " or ",
      )})`,
    );
  if (rule.not !== undefined) parts.push(sql`not ${compileRule(rule.not, context)}`);
  return parts.length === 0 ? raw("true") : sql`(${joinSql(parts, " and ")})`;
}

function rowCondition(condition: Condition, { columns, dialect, id }: Context): Sql {
  return compileCondition(condition, scopeOf(columns, `segments.${id}.where`), dialect);
}

function otherSegment(other: string, context: Context): Sql {
  const rule = context.facts?.project.segments[other];
  if (rule === undefined)
    throw new AppError("CONFIG_INVALID", `segments.${context.id}: there is no segment "${other}"`);
  return compileRule(rule, { ...context, id: other });
}

/** `user_id in (...)`, null without a user: `null in (nothing)` would be false, and its negation true. @throws AppError CONFIG_INVALID when the rows have no user */
function userIn(users: Sql, { columns, id }: Context): Sql {
  if (!columns.columns.some(({ name }) => name === "user_id")) {
    throw new AppError("CONFIG_INVALID", `segments.${id}: it is about users, but these rows have none`, {
      hint: "use it with metrics of events, or map the table's `entity`",
    });
  }
  return sql`case when user_id is not null then user_id in (${users}) end`;
}

/** @throws AppError CONFIG_INVALID when there is no event log */
function factsOf({ facts, id }: Context): FactContext {
  if (facts !== null) return facts;
  throw new AppError("CONFIG_INVALID", `segments.${id}: it is about behaviour, but the project has no events`);
}

function eventTest(test: EventTest, context: Context): Sql {
  return eventCondition(test, factsOf(context), `segments.${context.id}`);
}

/** When something must have happened, as conditions on `day` and `event_time`. */
function timeTest({ within, from, to }: Seen, { asOf, dialect, facts }: Context): Sql {
  const parts = [sql`day < ${dialect.date(asOf)}`];
  if (from !== undefined) parts.push(sql`day >= ${dialect.date(from)}`);
  if (to !== undefined) parts.push(sql`day < ${dialect.date(to)}`);
  if (within !== undefined) parts.push(sql`event_time >= ${dialect.timestamp(before(asOf, within, facts))}`);
  return joinSql(parts, " and ");
}

/** The instant a duration before the as-of day begins; days and weeks are calendar days of the project. */
function before(asOf: Day, duration: string, facts: FactContext | null): number {
  const zone = facts?.log.zone ?? "UTC";
  const minutes = durationMinutes(duration);
  if (/[dw]$/.test(duration)) return startOfDayMs(addDays(asOf, -minutes / 1440), zone);
  return startOfDayMs(asOf, zone) - minutes * MINUTE_MS;
}

function didCondition({ within, from, to, ...occurrence }: Did, context: Context): Sql {
  const rows = sql`select user_id from fct_events where user_id is not null and ${timeTest({ within, from, to }, context)} and ${eventTest(occurrence, context)}`;
  const { least, most } = timesOf(occurrence);
  const times = (having: string): Sql => sql`${rows} group by user_id having count(*) ${raw(having)}`;
  const parts: Sql[] = [];
  if (least === 1) parts.push(userIn(rows, context));
  if (least > 1) parts.push(userIn(times(`>= ${least}`), context));
  if (most !== null) parts.push(sql`not ${userIn(times(`> ${most}`), context)}`);
  return sql`(${joinSql(parts, " and ")})`;
}

function sequenceCondition({ first, then: second, within, completed }: Sequence, context: Context): Sql {
  const { dialect } = context;
  const [isFirst, isSecond] = [eventTest(first, context), eventTest(second, context)];
  const upTo = timeTest({}, context);
  const soon =
    within === undefined
      ? raw("")
      : sql` and ${dialect.microsBetween(raw("last_first"), raw("event_time"))} <= ${raw(String(durationMinutes(within) * 60_000_000))}`;
  const went = sql`select user_id from (
      select user_id, event_time, is_second, max(case when is_first then event_time end) over (
        partition by user_id order by event_time, ingest_seq, source rows between unbounded preceding and 1 preceding) as last_first
      from (select user_id, event_time, ingest_seq, source, ${isFirst} as is_first, ${isSecond} as is_second
        from fct_events where user_id is not null and ${upTo}) as steps
      where is_first or is_second) as pairs
    where is_second and last_first is not null${soon}`;
  if (completed) return userIn(went, context);
  const began = sql`select user_id from fct_events where user_id is not null and ${upTo} and ${isFirst}`;
  return sql`(${userIn(began, context)} and not ${userIn(went, context)})`;
}

/** How far users came in a declared funnel by the as-of day. */
function funnelCondition({ funnel, step, outcome }: FunnelOutcome, context: Context): Sql {
  const facts = factsOf(context);
  const path = `funnels.${funnel}`;
  const declared = facts.project.funnels[funnel];
  if (declared === undefined)
    throw new AppError("CONFIG_INVALID", `segments.${context.id}: there is no funnel "${funnel}"`);
  const definition = defineFunnel(declared.steps, declared, path);
  const users = funnelUsers(
    {
      definition,
      days: { from: FIRST_DAY, to: context.asOf },
      endUs: startOfDayMs(context.asOf, facts.log.zone) * 1000 - 1,
      where: null,
      dimension: null,
      attribution: "first",
      facts,
      path,
    },
    { outcome, step: (step ?? definition.steps.length) - 1 },
  );
  return userIn(users, context);
}

function seenCondition(which: "min" | "max", { within, from, to }: Seen, context: Context): Sql {
  const { asOf, dialect } = context;
  factsOf(context);
  const seen = raw(which === "min" ? "first_seen" : "last_seen");
  const parts: Sql[] = [];
  const { facts } = context;
  if (within !== undefined) parts.push(sql`${seen} >= ${dialect.timestamp(before(asOf, within, facts))}`);
  const start = (day: Day): Sql => dialect.timestamp(startOfDayMs(day, facts?.log.zone ?? "UTC"));
  if (from !== undefined) parts.push(sql`${seen} >= ${start(from)}`);
  if (to !== undefined) parts.push(sql`${seen} < ${start(to)}`);
  return userIn(
    sql`select user_id from (select user_id, ${raw(which)}(event_time) as ${seen} from fct_events
      where user_id is not null and ${timeTest({}, context)} group by user_id) as seen where ${joinSql(parts, " and ")}`,
    context,
  );
}

/** Conditions on what `dim_users` says, as it was on the as-of day. */
function userCondition(condition: Condition, context: Context): Sql {
  const { log, dialect } = factsOf(context);
  const columns = ["user_id", "first_day", "last_day", "events", "sessions", "active_days", "value"] as const;
  const types = { user_id: "text", first_day: "date", last_day: "date" } as const;
  const scope = scopeOf(
    {
      columns: columns.map((name) => ({
        name,
        type: name in types ? types[name as keyof typeof types] : name === "value" ? "number" : "integer",
      })),
      complete: true,
    },
    `segments.${context.id}.user`,
  );
  return userIn(
    sql`select user_id from (select user_id, min(day) as first_day, max(day) as last_day, count(*) as events,
        count(distinct session_id) as sessions, count(distinct day) as active_days,
        ${exactSum(raw("value"), log.valueType, { dialect })} as value
      from fct_events where user_id is not null and ${timeTest({}, context)} group by user_id) as users
      where ${compileCondition(condition, scope, dialect)}`,
    context,
  );
}
