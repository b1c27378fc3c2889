import { offsetSpans } from "../core/calendar.ts";
import type { Dialect } from "../sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { TimeRange } from "./project-day.ts";

/**
 * The hour of the day, 0 to 23, that a named zone's clocks show at a UTC timestamp: plain arithmetic over the stretches
 * of constant offset in the range.
 */
export function projectHour(ts: Sql, zone: string, { dialect, range }: { dialect: Dialect; range: TimeRange }): Sql {
  const spans = offsetSpans(zone, range.minMs, range.maxMs);
  const last = raw(String((spans.at(-1)?.offsetMs ?? 0) * 1000));
  const branches = spans
    .slice(1)
    .map(
      ({ fromMs }, i) =>
        sql`when ${ts} < ${dialect.timestamp(fromMs)} then ${raw(String((spans[i]?.offsetMs ?? 0) * 1000))}`,
    );
  const offset = branches.length === 0 ? last : sql`case ${joinSql(branches, " ")} else ${last} end`;
  const hours = dialect.cast(sql`floor((${dialect.epochUs(ts)} + ${offset}) / 3600000000.0)`, "integer");
  return sql`((${hours} % 24 + 24) % 24)`;
}
