import { z } from "zod";
import { offsetSpans } from "../../core/calendar.ts";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { wholeMultiple } from "../whole-multiple.ts";
import { funnelAttempts } from "./attempts.ts";
import { requiredBefore } from "./definition.ts";
import type { FunnelRequest } from "./funnel-request.ts";

/** Ends of the classes of times to convert, in seconds; the last class is open. */
export const TIME_CLASSES: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 2700],
  ...[1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 120, 144, 168].map((hours) => hours * 3600),
  ...[10, 14, 21, 30, 45, 60, 90, 180, 365].map((days) => days * 86_400),
];

const Cell = z.union([z.string(), z.number(), z.null()]);

/**
 * One row per group of attempts. `part` says what it is grouped by: `value` (value, open and steps reached), `day` (day
 * of the entry, open and steps reached), `times` (value and whether rates leave it out: times between steps; no row where nobody
 * went on from the entry), `all` (the same over all values), `class` (class of the time from entry to the last step, or to when it was last seen).
 */
export const FunnelStatsRow = z.record(z.string(), Cell);
export type FunnelStatsRow = z.infer<typeof FunnelStatsRow>;

const DAY_US = 86_400_000_000;

/** Start of the entry's day as microseconds of the local clock, in a zone given as stretches of constant offset. */
function localDay({ facts: { log, dialect }, days, endUs }: FunnelRequest): Sql {
  const from = Date.parse(`${days.from}T00:00:00Z`) - 2 * 86_400_000;
  const spans = offsetSpans(log.zone, from, Math.max(from, endUs / 1000));
  const last = spans.at(-1)?.offsetMs ?? 0;
  const branches = spans
    .slice(1)
    .map(({ fromMs }, i) => raw(`when t_0 < ${fromMs * 1000} then ${(spans[i]?.offsetMs ?? 0) * 1000}`));
  const offset =
    branches.length === 0
      ? raw(String(last * 1000))
      : sql`case ${joinSql(branches, " ")} else ${raw(String(last * 1000))} end`;
  return wholeMultiple(sql`(t_0 + ${offset})`, DAY_US, dialect);
}

/** Attempts counted by value, by day, by steps reached and by time: everything that a funnel shows, from one reading. */
export function funnelStatsQuery(request: FunnelRequest, open: "exclude" | "include"): Query<FunnelStatsRow> {
  const { steps } = request.definition;
  const timed = [...steps.flatMap((_, i) => (i === 0 ? [] : [`g_${i}`])), "g_all"];
  return {
    name: "funnel",
    row: FunnelStatsRow,
    text: sql`with asked as (select *, ${raw(open === "exclude" ? "is_open" : "0")} as left_out, ${timeClass(request)} as class from (${measuredAttempts(request)}) as a)
      select * from (${counts(timed, request)} union all ${times(timed, request)}) as b order by 1, 2, 3, 4, 5, 6, 7, 8`,
  };
}

/** One row per attempt: `v`, `d` (day of the entry), `is_open`, `reached` (steps as bits), `done`, `followed` and `g_<i>` (times in microseconds). */
function measuredAttempts(request: FunnelRequest): Sql {
  const { definition, dimension, endUs } = request;
  const { steps, window } = definition;
  const last = steps.length - 1;
  const limit = window?.kind === "time" ? window.us : null;
  const isOpen = limit === null ? raw("0") : raw(`case when t_0 + ${limit} > ${endUs} then 1 else 0 end`);
  const seen = raw(limit === null ? `${endUs} - t_0` : `least(${limit}, ${endUs} - t_0)`);
  const mask = steps.map((_, i) => `case when t_${i} is null then 0 else ${2 ** i} end`).join(" + ");
  const gap = (i: number, p: number): string => `case when t_${i} < t_${p} then 0 else t_${i} - t_${p} end`;
  const gaps = steps.flatMap((_, i) => (i === 0 ? [] : [raw(`${gap(i, requiredBefore(steps, i))} as g_${i}`)]));
  return sql`select ${dimension === null ? raw("'' as v") : raw("v")}, ${localDay(request)} as d, ${isOpen} as is_open, ${raw(mask)} as reached,
      ${raw(`case when t_${last} is null then 0 else 1 end`)} as done, coalesce(${raw(gap(last, 0))}, ${seen}) as followed,
      ${joinSql([...gaps, raw(`${gap(last, 0)} as g_all`)])}
    from ${funnelAttempts(request)}`;
}

/** Numbers of attempts; they are grouped once by everything, and what is left by each. */
function counts(timed: readonly string[], { facts: { dialect } }: FunnelRequest): Sql {
  const none = (type: "integer" | "number", names: readonly string[]): readonly Sql[] =>
    names.map((name) => sql`${dialect.cast(raw("null"), type)} as ${raw(name)}`);
  const columns = timed.flatMap((name) => [
    ...none("integer", [`n_${name}`]),
    ...none("number", [`sum_${name}`, `median_${name}`, `p90_${name}`]),
  ]);
  const part = raw("case when grouping(d) = 0 then 'day' when grouping(class) = 0 then 'class' else 'value' end");
  const keys = raw("v, d, is_open, reached, class, done");
  return sql`select ${part} as part, v, d, is_open, ${dialect.cast(raw("null"), "integer")} as left_out, reached, class, done,
      ${dialect.cast(raw("sum(n)"), "integer")} as n, ${joinSql(columns)}
    from (select ${keys}, count(*) as n from asked group by ${keys}) as grouped
    group by grouping sets ((v, is_open, reached), (d, is_open, reached), (class, done))`;
}

/** Times between steps of the attempts that have any, by value and in total. */
function times(timed: readonly string[], { facts: { dialect } }: FunnelRequest): Sql {
  const none = (name: string): Sql => sql`${dialect.cast(raw("null"), "integer")} as ${raw(name)}`;
  const measures = timed.flatMap((name) => {
    const [median = raw("null"), p90 = raw("null")] = dialect.quantiles([0.5, 0.9], raw(name));
    return [
      sql`${dialect.cast(sql`count(${raw(name)})`, "integer")} as ${raw(`n_${name}`)}`,
      sql`${dialect.cast(sql`sum(${raw(name)})`, "number")} as ${raw(`sum_${name}`)}`,
      sql`${median} as ${raw(`median_${name}`)}`,
      sql`${p90} as ${raw(`p90_${name}`)}`,
    ];
  });
  return sql`select case when grouping(v) = 0 then 'times' else 'all' end as part, v, ${none("d")}, ${none("is_open")}, left_out,
      ${joinSql(["reached", "class", "done"].map(none))}, ${dialect.cast(raw("count(*)"), "integer")} as n, ${joinSql(measures)}
    from asked where reached > 1 group by grouping sets ((v, left_out), (left_out))`;
}

/** The class of the time that an attempt was followed; first of those that were followed to the end, which are most. */
function timeClass({ definition: { window } }: FunnelRequest): Sql {
  const whole = window?.kind === "time" ? window.us : null;
  const last = TIME_CLASSES.findIndex((seconds) => whole !== null && whole < seconds * 1_000_000);
  const branches = [
    ...(whole === null ? [] : [raw(`when followed = ${whole} then ${last < 0 ? TIME_CLASSES.length : last}`)]),
    ...TIME_CLASSES.map((seconds, i) => raw(`when followed < ${seconds * 1_000_000} then ${i}`)),
  ];
  return sql`case ${joinSql(branches, " ")} else ${raw(String(TIME_CLASSES.length))} end`;
}
