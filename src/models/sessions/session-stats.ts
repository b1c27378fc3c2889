import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import {
  endedBy,
  gapRows,
  isAsked,
  isReadAsBuilt,
  type SessionRequest,
  sessionRelation,
  sessionsByRule,
} from "./session-rows.ts";

const MINUTE_US = 60_000_000;

/** Ends of the classes of durations, in seconds; the last class is open. */
export const DURATION_CLASSES: readonly number[] = [1, 10, 30, 60, 180, 600, 1800, 3600, 10_800];

/** Gaps, in minutes, for which sessions are counted in the table of sensitivity. */
export const GAP_MINUTES: readonly number[] = [5, 10, 15, 20, 30, 45, 60, 90, 120, 240];

/** Ends of the classes of gaps between events, in seconds: each about half as long again as the one before. */
export const GAP_CLASSES: readonly number[] = [
  ...[1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600],
  ...[1.5, 2, 3, 5, 8, 12, 18, 24, 36, 48, 72, 168].map((hours) => hours * 3600),
];

const SessionGroup = z.object({
  part: z.enum(["all", "entry", "exit", "value", "day", "class"]),
  k: z.string().nullable(),
  n: z.number(),
  single: z.number(),
  sum_us: z.number(),
  sum_events: z.number(),
  /** Null for days and classes of duration. */
  median_us: z.number().nullable(),
  p90_us: z.number().nullable(),
});
export type SessionGroup = z.infer<typeof SessionGroup>;

/** The median number of events of a group of `all`, `entry`, `exit` or `value`. */
const EventsGroup = z.object({
  part: z.enum(["all_events", "entry_events", "exit_events", "value_events"]),
  k: z.string().nullable(),
  median_events: z.number(),
});
export type EventsGroup = z.infer<typeof EventsGroup>;

/** Users (`n`) who have so many sessions (`k`), with how many of these have a single event, and the sum of the squares of that over users. */
const UserGroup = z.object({
  part: z.literal("user"),
  k: z.string(),
  n: z.number(),
  single: z.number(),
  single_squares: z.number(),
});
export type UserGroup = z.infer<typeof UserGroup>;

export type SessionStatsRow = SessionGroup | EventsGroup | UserGroup;

/**
 * Sessions, each counted once, in total and by what they are: everything about one session weighs the same. Quantiles keep
 * every value in memory, so that only the groups have them of which they are shown; numbers of events, of which there are
 * few different ones, are counted first.
 */
export function sessionStatsQuery(request: SessionRequest): Query<SessionStatsRow> {
  const { dialect } = request.facts;
  const text = (x: string): Sql => dialect.cast(raw(x), "text");
  const none = (type: "integer" | "number", name: string): Sql =>
    sql`${dialect.cast(raw("null"), type)} as ${raw(name)}`;
  const whole = (x: string): Sql => dialect.cast(raw(x), "integer");
  const single = dialect.cast(dialect.countIf(raw("events = 1")), "integer");
  const counts = sql`${whole("count(*)")} as n, ${single} as single,
      ${dialect.cast(raw("coalesce(sum(duration), 0)"), "number")} as sum_us, ${dialect.cast(raw("coalesce(sum(events), 0)"), "number")} as sum_events`;
  const [noUs, noEvents, noSquares] = [
    joinSql([none("number", "median_us"), none("number", "p90_us")]),
    none("number", "median_events"),
    none("integer", "single_squares"),
  ];
  const names: Parts = [
    ["entry", "entry"],
    ["exit", "exit_event"],
    ...(request.dimension === null ? [] : [["value", "v"] as const]),
  ];
  const asked = sql`select user_id, day, entry, exit_event, events, ended - started as duration${raw(request.dimension === null ? "" : ", v")},
        ${raw(classOf("ended - started", DURATION_CLASSES))} as class from ${sessionRelation(request)}`;
  // reading the few columns of each part from the model is faster than materialising them all
  const shared = !isReadAsBuilt(request);
  const from = shared ? raw("asked") : sql`(${asked}) as asked`;
  const [medianUs = raw("null"), p90Us = raw("null")] = dialect.quantiles([0.5, 0.9], raw("duration"));
  const shown = sql`select ${partAndKey(names, "")}, ${counts}, ${medianUs} as median_us, ${p90Us} as p90_us, ${noEvents}, ${noSquares}
      from ${from} group by grouping sets ((), ${raw(names.map(([, column]) => `(${column})`).join(", "))})`;
  const counted = sql`select case when grouping(day) = 0 then 'day' else 'class' end as part,
        case when grouping(day) = 0 then ${text("day")} else ${text("class")} end as k, ${counts}, ${noUs}, ${noEvents}, ${noSquares}
      from ${from} group by grouping sets ((day), (class))`;
  const medians = sql`select part, k, ${joinSql([none("integer", "n"), none("integer", "single"), none("number", "sum_us"), none("number", "sum_events")])}, ${noUs},
        (min(case when 2 * upto >= total then events end) + min(case when 2 * upto > total then events end)) / 2e0 as median_events, ${noSquares}
      from (${placedEvents(names, from)}) as placed group by part, k`;
  const users = sql`select 'user' as part, ${text("sessions")} as k, ${whole("count(*)")} as n, ${whole("sum(single)")} as single,
        ${joinSql([none("number", "sum_us"), none("number", "sum_events")])}, ${noUs}, ${noEvents}, ${whole("sum(single * single)")} as single_squares
      from (select user_id, count(*) as sessions, ${single} as single from ${from} group by user_id) as u group by sessions`;
  return {
    name: "sessions",
    row: z.union([SessionGroup, EventsGroup, UserGroup]),
    text: sql`${shared ? sql`with asked as (${asked}) ` : raw("")}select * from (${joinSql([shown, counted, medians, users], " union all ")}) as s order by 1, 3 desc, 2`,
  };
}

/** Names of parts and the columns that they are grouped by. */
type Parts = readonly (readonly [part: string, column: string])[];

const partAndKey = (parts: Parts, suffix: string): Sql => {
  const when = (then: (part: string, column: string) => string): string =>
    parts.map(([part, column]) => `when grouping(${column}) = 0 then ${then(part, column)}`).join(" ");
  return raw(`case ${when((part) => `'${part}${suffix}'`)} else 'all${suffix}' end as part,
        case ${when((_, column) => column)} end as k`);
};

/** Numbers of events by part and key, each with how many sessions have as many or fewer (`upto`) of how many (`total`). */
function placedEvents(parts: Parts, from: Sql): Sql {
  const columns = parts.map(([, column]) => column);
  const sets = [...columns.map((column) => `(${column}, events)`), "(events)"].join(", ");
  return sql`select part, k, events, sum(c) over (partition by part, k order by events) as upto, sum(c) over (partition by part, k) as total
    from (select ${partAndKey(parts, "_events")}, events, sum(c) as c
      from (select ${raw(columns.join(", "))}, events, count(*) as c from ${from} group by ${raw(columns.join(", "))}, events) as grouped
      group by grouping sets (${raw(sets)})) as counted`;
}

const GapClass = z.object({ class: z.number(), n: z.number() });
export type GapClass = z.infer<typeof GapClass>;

/** How many gaps there are by length: the classes of `GAP_CLASSES`. */
export function gapsQuery(request: SessionRequest): Query<GapClass> {
  const { dialect } = request.facts;
  const whole = (x: string): Sql => dialect.cast(raw(x), "integer");
  return {
    name: "gaps",
    row: GapClass,
    text: sql`select class, ${whole("count(*)")} as n from (select ${whole(classOf("gap", GAP_CLASSES))} as class from ${gapRows(request)}) as g
      group by class order by class`,
  };
}

const GapSessions = z.record(z.string(), z.number());
export type GapSessions = z.infer<typeof GapSessions>;

/**
 * One row: the sessions (`n_`), those of a single event (`single_`) and their microseconds (`us_<minutes>`) that each gap of
 * `GAP_MINUTES` would make. The sessions of the shortest are put together to those of the others.
 */
export function gapSessionsQuery(request: SessionRequest): Query<GapSessions> {
  const { dialect } = request.facts;
  const [least = 0] = GAP_MINUTES;
  const shortest = sessionsByRule({ ...request, rule: endedBy(least * MINUTE_US), dimension: null });
  const placed = sql`select *, row_number() over w as n, started - lag(ended) over w as gap_before, coalesce(lead(1) over w, 0) as more, lead(started) over w - ended as gap_after
      from (select user_id, started, ended, events, case when ${isAsked(request)} then 1 else 0 end as asked from ${shortest}) as parts
      window w as (partition by user_id order by started)`;
  const begins = (minutes: number): string => `(n = 1 or gap_before > ${minutes * MINUTE_US})`;
  // the last beginning up to a row says whether the session that the row is of is asked for
  const ofAsked = GAP_MINUTES.map((minutes) =>
    raw(`(max(case when ${begins(minutes)} then 2 * n + asked end) over w) % 2 as asked_${minutes}`),
  );
  const columns = GAP_MINUTES.flatMap((minutes) => {
    const begun = `asked = 1 and ${begins(minutes)}`;
    const ended = `(more = 0 or gap_after > ${minutes * MINUTE_US})`;
    const us = `case when asked_${minutes} = 0 then 0 when ${begins(minutes)} then ended - started else ended - started + gap_before end`;
    return [
      sql`${dialect.cast(dialect.countIf(raw(begun)), "integer")} as ${raw(`n_${minutes}`)}`,
      sql`${dialect.cast(dialect.countIf(raw(`${begun} and ${ended} and events = 1`)), "integer")} as ${raw(`single_${minutes}`)}`,
      sql`${dialect.cast(raw(`coalesce(sum(${us}), 0)`), "number")} as ${raw(`us_${minutes}`)}`,
    ];
  });
  return {
    name: "gap-sessions",
    row: GapSessions,
    text: sql`select ${joinSql(columns)} from (select *, ${joinSql(ofAsked)} from (${placed}) as placed window w as (partition by user_id order by n)) as sessions`,
  };
}

function classOf(us: string, ends: readonly number[]): string {
  const branches = ends.map((seconds, i) => `when ${us} < ${Math.round(seconds * 1_000_000)} then ${i}`);
  return `case ${branches.join(" ")} else ${ends.length} end`;
}
