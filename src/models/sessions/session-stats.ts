import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { gapRows, isReadAsBuilt, type SessionRequest, sessionRelation } from "./session-rows.ts";

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
      ${dialect.cast(raw("sum(duration)"), "number")} as sum_us, ${dialect.cast(raw("sum(events)"), "number")} as sum_events`;
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
        ${classOf("ended - started", DURATION_CLASSES)} as class from ${sessionRelation(request)}`;
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

const GapGroup = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export type GapGroup = z.infer<typeof GapGroup>;

/** Rows `class` (gaps by length) and one row (class null) with what each gap of `GAP_MINUTES` would make: `s_`, `b_` and `d_<minutes>`. */
export function gapsQuery(request: SessionRequest): Query<GapGroup> {
  const { dialect } = request.facts;
  const columns = GAP_MINUTES.flatMap((minutes) => {
    const us = minutes * 60_000_000;
    return [
      sql`${dialect.countIf(raw(`gap_before is null or gap_before > ${us}`))} as ${raw(`s_${minutes}`)}`,
      sql`${dialect.countIf(raw(`(gap_before is null or gap_before > ${us}) and (gap_after is null or gap_after > ${us})`))} as ${raw(`b_${minutes}`)}`,
      sql`${dialect.cast(sql`coalesce(sum(case when gap_before <= ${raw(String(us))} then gap_before else 0 end), 0)`, "number")} as ${raw(`d_${minutes}`)}`,
    ];
  });
  return {
    name: "gaps",
    row: GapGroup,
    text: sql`select case when grouping(class) = 0 then class else -1 end as class, count(gap_before) as n, ${joinSql(columns)}
      from (select *, ${classOf("gap_before", GAP_CLASSES)} as class from ${gapRows(request)}) as g
      group by grouping sets ((), (class)) order by 1`,
  };
}

function classOf(us: string, ends: readonly number[]): Sql {
  const branches = ends.map((seconds, i) => `when ${us} < ${Math.round(seconds * 1_000_000)} then ${i}`);
  return raw(`case ${branches.join(" ")} else ${ends.length} end`);
}
