import { NO_VALUE } from "../../contract/selection.ts";
import { addDays } from "../../core/calendar.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { scopeOf } from "../dimension.ts";
import { eventColumns } from "../metrics/event-condition.ts";
import { orderKey } from "../order-key.ts";
import { funnelTest } from "./event-test.ts";
import type { FunnelRequest } from "./funnel-request.ts";

/** The columns that tell one counted unit from another. */
export function unitColumns({ definition, attribution, dimension }: FunnelRequest): readonly string[] {
  return [
    "user_id",
    ...(definition.count === "sessions" ? ["session_id"] : []),
    ...definition.hold.map((_, i) => `h_${i}`),
    ...(attribution === "all" && dimension !== null ? ["d"] : []),
  ];
}

export const units = (request: FunnelRequest, prefix = ""): Sql =>
  joinSql(unitColumns(request).map((name) => raw(prefix + name)));

/** The value of the dimension that an attempt is split by, as text that is never null. */
export function dimensionText(dimension: string, { facts: { dialect } }: FunnelRequest): Sql {
  return sql`coalesce(${dialect.cast(ident(dimension), "text")}, ${raw(literal(NO_VALUE))})`;
}

const DAY_US = 86_400_000_000;

/** The days on which steps can lie. */
function stepDays({ definition: { window }, days, facts: { dialect }, endUs }: FunnelRequest): Sql {
  const parts = [sql`day >= ${dialect.date(days.from)}`];
  if (window?.kind === "time")
    parts.push(sql`day < ${dialect.date(addDays(days.to, Math.ceil(window.us / DAY_US) + 1))}`);
  parts.push(sql`${dialect.epochUs(raw("event_time"))} <= ${raw(String(endUs))}`);
  return joinSql(parts, " and ");
}

/**
 * The events that matter to a funnel, one row each: the unit's columns, `k` (place in the log), `t` (microseconds),
 * `m_<i>` (it can be step i), `e` (it can be an entry), `x_<i>` (it is exclusion i), `n` (session number), `d` (value of the dimension).
 */
export function funnelRows(request: FunnelRequest): Sql {
  const { definition, facts, where, path, dimension, days } = request;
  const { steps, exclusions, hold, count, window, order } = definition;
  const { dialect } = facts;
  const scope = scopeOf(eventColumns(facts), path === "" ? "hold" : `${path}.hold`);
  const held = hold.map((name) => scope(name));
  const matches = steps.map((step, i) => {
    const fits = funnelTest(step, facts, `${path === "" ? "" : `${path}.`}steps.${i}`);
    return where === null ? fits : sql`(${fits} and ${where})`;
  });
  const excluded = exclusions.map((one, i) => funnelTest(one, facts, `${path === "" ? "" : `${path}.`}exclude.${i}`));
  const columns = [
    raw("user_id"),
    ...(count === "sessions" ? [raw("session_id")] : []),
    ...held.map((column, i) => sql`${column} as ${raw(`h_${i}`)}`),
    sql`${orderKey(facts)} as k`,
    sql`${dialect.epochUs(raw("event_time"))} as t`,
    sql`day < ${dialect.date(days.to)} as in_days`,
    ...matches.map((match, i) => sql`${match} as ${raw(`m_${i}`)}`),
    ...excluded.map((match, i) => sql`${match} as ${raw(`x_${i}`)}`),
    ...(window?.kind === "sessions" ? [raw("session_no as n")] : []),
    ...(dimension === null ? [] : [sql`${dimensionText(dimension, request)} as d`]),
  ];
  const known = [
    raw("user_id is not null"),
    ...(count === "sessions" ? [raw("session_id is not null")] : []),
    ...held.map((column) => sql`${column} is not null`),
  ];
  const marks = [...steps.map((_, i) => raw(`m_${i}`)), ...exclusions.map((_, i) => raw(`x_${i}`))];
  const kept = order === "strict" ? raw("") : sql` where ${joinSql(marks, " or ")}`;
  return sql`(select * from (select ${joinSql(columns)} from fct_events
    where ${joinSql(known, " and ")} and ${stepDays(request)}) as events${kept}) as marked`;
}
