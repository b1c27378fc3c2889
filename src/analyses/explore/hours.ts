import { z } from "zod";
import { type Day, HOUR_MS, offsetSpans, startOfDayMs } from "../../core/calendar.ts";
import { exactSum } from "../../models/exact-sum.ts";
import { dataEndMs } from "../../models/metrics/complete-days.ts";
import { periodColumn } from "../../models/metrics/period-column.ts";
import type { Query } from "../../sql/query.ts";
import { ident, raw, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import { type Explored, windowRange } from "./explored.ts";

const HourRow = z.object({
  /** Instant at which the clock hour began. */
  hour: z.string(),
  n: z.number(),
  without_user: z.number(),
  value: z.number().nullable(),
});
export type HourRow = z.infer<typeof HourRow>;

/** The selected rows by clock hour of the project's zone: what volume, activity and months are added up from. */
export function hoursQuery(rows: Explored, { project, dialect, facts }: AnalysisContext): Query<HourRow> {
  const zone = project.project.timezone;
  const range = windowRange(rows.window, zone);
  const clock = { day: raw("day"), time: raw("event_time") };
  const hour = periodColumn("hour", clock, { project, dialect, range, whole: rows.window.from });
  const lacking = rows.user === null ? raw("count(*)") : dialect.countIf(sql`${ident(rows.user)} is null`);
  const value = rows.isLog && facts !== null ? exactSum(raw("value"), facts.log.valueType, { dialect }) : raw("null");
  return {
    name: "explore-hours",
    row: HourRow,
    text: sql`select hour, n, without_user, value from (
        select ${hour} as hour, count(*) as n, ${lacking} as without_user, ${dialect.cast(value, "number")} as value
        from ${rows.rows} group by ${hour}) as hours where hour is not null order by hour`,
  };
}

/** A clock hour that lies in the data, with or without rows. */
export interface ClockHour {
  readonly day: Day;
  /** 0 is Monday. */
  readonly weekday: number;
  /** Hour of the day on the zone's clocks, 0 to 23; an hour that clocks repeat occurs twice. */
  readonly hour: number;
  readonly n: number;
  readonly withoutUser: number;
  readonly value: number | null;
}

/** Every clock hour of the window from the source's first row to the end of its data, in order. */
export function clockHours(found: readonly HourRow[], { window, range }: Explored, zone: string): readonly ClockHour[] {
  const rows = new Map(found.map((row) => [Date.parse(row.hour), row]));
  const around = windowRange(window, zone);
  const spans = offsetSpans(zone, around.minMs, around.maxMs);
  const offsetAt = (ms: number): number => spans.findLast(({ fromMs }) => fromMs <= ms)?.offsetMs ?? 0;
  const hours: ClockHour[] = [];
  const end = Math.min(startOfDayMs(window.to, zone), dataEndMs(range, zone));
  for (let at = startOfDayMs(window.from, zone); at < end; ) {
    if (at + HOUR_MS > range.minMs) hours.push(clockHour(at, offsetAt(at), rows.get(at)));
    const offset = offsetAt(at + HOUR_MS);
    const next = Math.floor((at + HOUR_MS + offset) / HOUR_MS) * HOUR_MS - offset;
    at = next > at ? next : at + HOUR_MS;
  }
  return hours;
}

function clockHour(startMs: number, offsetMs: number, row: HourRow | undefined): ClockHour {
  const local = new Date(startMs + offsetMs);
  return {
    day: local.toISOString().slice(0, 10),
    weekday: (local.getUTCDay() + 6) % 7,
    hour: local.getUTCHours(),
    n: row?.n ?? 0,
    withoutUser: row?.without_user ?? 0,
    value: row?.value ?? null,
  };
}

/** Sum of amounts that were exact decimals: what doubles add to the last digit is rounded off. Null without amounts. */
export function addAmounts(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : Number(known.reduce((sum, amount) => sum + amount, 0).toPrecision(15));
}
