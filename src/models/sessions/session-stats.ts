import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { gapRows, type SessionRequest, sessionRelation } from "./session-rows.ts";

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
  median_events: z.number().nullable(),
});
export type SessionGroup = z.infer<typeof SessionGroup>;

/** Users (`n`) who have so many sessions (`k`), with how many of these have a single event, and the sum of the squares of that over users. */
const UserGroup = z.object({
  part: z.literal("user"),
  k: z.string(),
  n: z.number(),
  single: z.number(),
  single_squares: z.number(),
});
export type UserGroup = z.infer<typeof UserGroup>;

/**
 * Sessions, each counted once, in total and by what they are: everything about one session weighs the same. Quantiles keep
 * every value in memory, so that only the groups have them of which they are shown.
 */
export function sessionStatsQuery(request: SessionRequest): Query<SessionGroup | UserGroup> {
  const { dialect } = request.facts;
  const text = (x: string): Sql => dialect.cast(raw(x), "text");
  const none = dialect.cast(raw("null"), "number");
  const whole = (x: string): Sql => dialect.cast(raw(x), "integer");
  const single = dialect.cast(dialect.countIf(raw("events = 1")), "integer");
  const counts = sql`count(*) as n, ${single} as single,
      ${dialect.cast(raw("sum(duration)"), "number")} as sum_us, ${dialect.cast(raw("sum(events)"), "number")} as sum_events`;
  const [value, part, key] =
    request.dimension === null
      ? ["", "", ""]
      : [", v", "when grouping(v) = 0 then 'value'", "when grouping(v) = 0 then v"];
  const [medianUs = none, p90Us = none] = dialect.quantiles([0.5, 0.9], raw("duration"));
  const shown = sql`select case when grouping(entry) = 0 then 'entry' when grouping(exit_event) = 0 then 'exit' ${raw(part)} else 'all' end as part,
        case when grouping(entry) = 0 then entry when grouping(exit_event) = 0 then exit_event ${raw(key)} end as k, ${counts},
        ${medianUs} as median_us, ${p90Us} as p90_us,
        ${dialect.quantile(0.5, raw("events"))} as median_events, ${whole("null")} as single_squares
      from asked group by grouping sets ((), (entry), (exit_event)${raw(value === "" ? "" : ", (v)")})`;
  const counted = sql`select case when grouping(day) = 0 then 'day' else 'class' end as part,
        case when grouping(day) = 0 then ${text("day")} else ${text("class")} end as k, ${counts},
        ${none} as median_us, ${none} as p90_us, ${none} as median_events, ${whole("null")} as single_squares
      from asked group by grouping sets ((day), (class))`;
  const users = sql`select 'user' as part, ${text("sessions")} as k, count(*) as n, ${whole("sum(single)")} as single,
        ${none} as sum_us, ${none} as sum_events, ${none} as median_us, ${none} as p90_us, ${none} as median_events, ${whole("sum(single * single)")} as single_squares
      from (select user_id, count(*) as sessions, ${single} as single from asked group by user_id) as u group by sessions`;
  return {
    name: "sessions",
    row: z.union([SessionGroup, UserGroup]),
    text: sql`with asked as (select user_id, day, entry, exit_event, events, ended - started as duration${raw(value)},
        ${classOf("ended - started", DURATION_CLASSES)} as class from ${sessionRelation(request)})
      select * from (${joinSql([shown, counted, users], " union all ")}) as s order by 1, 3 desc, 2`,
  };
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
