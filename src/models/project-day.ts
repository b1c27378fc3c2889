import { offsetSpans } from "../core/calendar.ts";
import type { Dialect } from "../sql/dialect.ts";
import { joinSql, type Sql, sql } from "../sql/sql.ts";

/** First and last instant of the data, in milliseconds. */
export interface TimeRange {
  readonly minMs: number;
  readonly maxMs: number;
  /** True when the source knows days, not instants: every row lies at the beginning of its day. */
  readonly daily?: boolean;
  /** Days at the end of which rows may still come; absent: none. */
  readonly lateDays?: number;
}

const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

const clamp = (ms: number): number => Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS);

/**
 * The calendar day of a UTC timestamp in a named zone, as a `case` over the stretches of constant offset that the data
 * cover: plain arithmetic, the same on every engine. Before 1900 and after 2100 the offset of that year's start holds.
 */
export function projectDay(ts: Sql, zone: string, { dialect, range }: { dialect: Dialect; range: TimeRange }): Sql {
  const spans = offsetSpans(zone, clamp(range.minMs), clamp(range.maxMs));
  const last = spans.at(-1);
  if (last === undefined || spans.length === 1) return dialect.dayAt(ts, last?.offsetMs ?? 0);
  const branches = spans.slice(1).map(({ fromMs }, i) => {
    const before = spans[i]?.offsetMs ?? 0;
    return sql`when ${ts} < ${dialect.timestamp(fromMs)} then ${dialect.dayAt(ts, before)}`;
  });
  return sql`case ${joinSql(branches, " ")} else ${dialect.dayAt(ts, last.offsetMs)} end`;
}
