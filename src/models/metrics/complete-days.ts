import { addDays, type Day, dayOf, HOUR_MS, startOfDayMs } from "../../core/calendar.ts";
import { endOfHourMs } from "../../core/periods.ts";
import type { TimeRange } from "../project-day.ts";

/** The complete days of a source: from the first day that begins with its data to the last one that is over. */
export interface CompleteDays {
  readonly first: Day;
  readonly last: Day;
}

/** The end of the hour of the latest row, or of its day where the source knows days only. */
export function dataEndMs({ maxMs, daily }: TimeRange, zone: string): number {
  return daily === true ? startOfDayMs(addDays(dayOf(maxMs, zone), 1), zone) : endOfHourMs(maxMs, zone);
}

/** The instant until which data are complete: the as-of, else the end of the data; less the days that are still awaited. */
export function completeUntilMs(range: TimeRange, asOfMs: number | null, zone: string): number {
  const end = Math.min(asOfMs ?? Number.POSITIVE_INFINITY, dataEndMs(range, zone));
  const { lateDays = 0 } = range;
  return lateDays === 0 ? end : startOfDayMs(addDays(dayOf(end, zone), -lateDays), zone);
}

/** The last instant, in microseconds, of which events are looked at: that of the latest event, or the last before the as-of. */
export function lastEventUs(ranges: ReadonlyMap<string, TimeRange>, asOfMs: number | null): number {
  return Math.min((ranges.get("events")?.maxMs ?? 0) * 1000 + 999, (asOfMs ?? Number.POSITIVE_INFINITY) * 1000 - 1);
}

/** `lastEventUs` where events come after it; null where all events are looked at. */
export function cutUs(ranges: ReadonlyMap<string, TimeRange>, asOfMs: number | null): number | null {
  const endUs = lastEventUs(ranges, asOfMs);
  return endUs < lastEventUs(ranges, null) ? endUs : null;
}

/**
 * A day is over when data are complete until its end. The first day is complete when data begin in its first hour. Null when no day is complete.
 */
export function completeDays(range: TimeRange, asOfMs: number | null, zone: string): CompleteDays | null {
  const { minMs } = range;
  const end = completeUntilMs(range, asOfMs, zone);
  const last = addDays(dayOf(end, zone), -1);
  const firstDay = dayOf(minMs, zone);
  const first = minMs < startOfDayMs(firstDay, zone) + HOUR_MS ? firstDay : addDays(firstDay, 1);
  return last < first ? null : { first, last };
}
