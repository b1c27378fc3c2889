import { NO_VALUE } from "../../contract/selection.ts";
import { addDays, dayOf } from "../../core/calendar.ts";
import { joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { dimensionText, scopeOf } from "../dimension.ts";
import { runColumns } from "../fct-event-runs.ts";
import { eventColumns } from "../metrics/event-condition.ts";
import { orderKey, orderKeyColumns } from "../order-key.ts";
import { funnelTest } from "./event-test.ts";
import { countsPerValue, type FunnelRequest } from "./funnel-request.ts";

/** The columns that tell one counted unit from another. */
export function unitColumns(request: FunnelRequest): readonly string[] {
  const { definition } = request;
  return [
    "user_id",
    ...(definition.count === "sessions" ? ["session_id"] : []),
    ...definition.hold.map((_, i) => `h_${i}`),
    ...(countsPerValue(request) ? ["d"] : []),
  ];
}

export const units = (request: FunnelRequest, prefix = ""): Sql =>
  joinSql(unitColumns(request).map((name) => raw(prefix + name)));

/** The value of the dimension that an attempt is split by, as text that is never null. */
export function splitValue(dimension: string, { facts }: Pick<FunnelRequest, "facts">): Sql {
  return sql`coalesce(${dimensionText(dimension, eventColumns(facts), facts.dialect)}, ${raw(literal(NO_VALUE))})`;
}

const DAY_US = 86_400_000_000;

/** What rows must satisfy to lie on the days on which steps can; nothing that all rows do. */
function stepDays({ definition: { window }, days, facts, endUs, range }: FunnelRequest): readonly Sql[] {
  const { dialect, log } = facts;
  const [firstDay, lastDay] =
    range === undefined ? [null, null] : [dayOf(range.minMs, log.zone), dayOf(range.maxMs, log.zone)];
  const parts: Sql[] = [];
  if (firstDay === null || days.from > firstDay) parts.push(sql`day >= ${dialect.date(days.from)}`);
  if (window?.kind === "time") {
    const end = addDays(days.to, Math.ceil(window.us / DAY_US) + 1);
    if (lastDay === null || end <= lastDay) parts.push(sql`day < ${dialect.date(end)}`);
  }
  if (range !== undefined && endUs >= range.maxMs * 1000 + 999) return parts;
  parts.push(sql`event_time < ${dialect.timestamp(Math.floor(endUs / 1000) + 1)}`);
  if (endUs % 1000 !== 999) parts.push(sql`${dialect.epochUs(raw("event_time"))} <= ${raw(String(endUs))}`);
  return parts;
}

/** True for rows on the days of entries. */
function entryDays({ days, facts: { dialect, log }, range }: FunnelRequest): readonly Sql[] {
  return range !== undefined && days.to > dayOf(range.maxMs, log.zone) ? [] : [sql`day < ${dialect.date(days.to)}`];
}

const at = ({ path }: FunnelRequest, key: string): string => (path === "" ? key : `${path}.${key}`);

/** The unit's columns and the value of the dimension, as `fct_events` has them. */
function ownColumns(request: FunnelRequest): { readonly columns: readonly Sql[]; readonly known: readonly Sql[] } {
  const { definition, facts, dimension } = request;
  const scope = scopeOf(eventColumns(facts), at(request, "hold"));
  const held = definition.hold.map((name) => scope(name));
  const session = definition.count === "sessions" ? [raw("session_id")] : [];
  return {
    columns: [
      raw("user_id"),
      ...session,
      ...held.map((column, i) => sql`${column} as ${raw(`h_${i}`)}`),
      ...(dimension === null ? [] : [sql`${splitValue(dimension, request)} as d`]),
    ],
    known: [raw("user_id"), ...session, ...held].map((column) => sql`${column} is not null`),
  };
}

function stepTest(request: FunnelRequest, i: number): Sql {
  const { definition, facts, where } = request;
  const step = definition.steps[i];
  if (step === undefined) throw new RangeError(`no step ${i}`);
  const fits = funnelTest(step, facts, at(request, `steps.${i}`));
  return where === null ? fits : sql`(${fits} and ${where})`;
}

/** True when `fct_event_runs` has the column that the funnel is split by. */
export const runsHaveValue = ({ facts, dimension }: FunnelRequest): boolean =>
  dimension !== null && runColumns(facts).includes(dimension);

interface StepRowOptions {
  /** Columns beside those that are always there. */
  readonly more?: readonly Sql[];
  /** A condition on the rows. */
  readonly only?: Sql | null;
  /** Those that start a run alone; for units that are users. The value of a dimension that runs do not have is left out. */
  readonly runs?: boolean;
}

/** The events that can be step i: the unit's columns, what `k` is made of, `t`, and `d` with a dimension; those that can be entries for the first. */
export function stepRows(
  request: FunnelRequest,
  i: number,
  { more = [], only = null, runs = false }: StepRowOptions = {},
): Sql {
  const { facts } = request;
  const { columns, known } = ownColumns(runs && !runsHaveValue(request) ? { ...request, dimension: null } : request);
  const conditions = [
    ...known,
    ...stepDays(request),
    ...(i === 0 ? entryDays(request) : []),
    stepTest(request, i),
    ...(only === null ? [] : [only]),
  ];
  const own = [...columns, ...orderKeyColumns(facts).map((name) => raw(name)), ...more];
  return sql`(select ${joinSql(own)}, ${facts.dialect.epochUs(raw("event_time"))} as t from ${raw(runs ? "fct_event_runs" : "fct_events")}
    where ${joinSql(conditions, " and ")})`;
}

/**
 * The events that matter to a funnel, one row each: the unit's columns, `k` (place in the log), `t` (microseconds),
 * `m_<i>` (it can be step i), `in_days` (it lies on the days of entries), `x_<i>` (it is exclusion i), `n` (session
 * number), `d` (value of the dimension).
 */
export function funnelRows(request: FunnelRequest): Sql {
  const { definition, facts, days } = request;
  const { steps, exclusions, window, order } = definition;
  const { dialect } = facts;
  const { columns: own, known } = ownColumns(request);
  const columns = [
    ...own,
    sql`${orderKey(facts)} as k`,
    sql`${dialect.epochUs(raw("event_time"))} as t`,
    sql`day < ${dialect.date(days.to)} as in_days`,
    ...steps.map((_, i) => sql`${stepTest(request, i)} as ${raw(`m_${i}`)}`),
    ...exclusions.map((one, i) => sql`${funnelTest(one, facts, at(request, `exclude.${i}`))} as ${raw(`x_${i}`)}`),
    ...(window?.kind === "sessions" ? [raw("session_no as n")] : []),
  ];
  const marks = [...steps.map((_, i) => raw(`m_${i}`)), ...exclusions.map((_, i) => raw(`x_${i}`))];
  const kept = order === "strict" ? raw("") : sql` where ${joinSql(marks, " or ")}`;
  return sql`(select * from (select ${joinSql(columns)} from fct_events
    where ${joinSql([...known, ...stepDays(request)], " and ")}) as events${kept}) as marked`;
}
