import { DAY_MS, HOUR_MS, type OffsetSpan, offsetSpans } from "../core/calendar.ts";

/** Events by whole UTC hour since the epoch; hours without an event are absent. */
export type HourCounts = ReadonlyMap<number, number>;

/** Hours [from, to) since the epoch that are judged, and the zone whose clock people live by. */
export interface HourRange {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
}

export interface Gap {
  /** First empty hour and the hour after the last, since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Events that were usual in these hours together. */
  readonly usual: number;
}

/** The local hour of the week (0 = Monday 00:00) of each hour in the range. */
function weekHours({ from, to, zone }: HourRange): readonly number[] {
  const spans: readonly OffsetSpan[] = offsetSpans(zone, from * HOUR_MS, to * HOUR_MS);
  let at = 0;
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => {
    const ms = (from + i) * HOUR_MS;
    while ((spans[at + 1]?.fromMs ?? Number.POSITIVE_INFINITY) <= ms) at++;
    const local = Math.floor((ms + (spans[at]?.offsetMs ?? 0)) / HOUR_MS);
    // the epoch began on a Thursday
    return (((local + 72) % 168) + 168) % 168;
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

const WEEKS_FOR_WEEKLY = 3;
/** Hours of a kind of which more than this share (and more than two) are empty are quiet by nature: none is a gap. */
const QUIET_SHARE = 0.1;

function usualOf(values: readonly number[]): number {
  const empty = values.filter((n) => n === 0).length;
  return empty > Math.max(2, values.length * QUIET_SHARE) ? 0 : median(values);
}

/**
 * Hours without an event in which at least `minUsual` were usual. Usual is the median of the same local hour of the
 * week, or of the same hour of the day when the range holds fewer than three weeks; it is 0 where more than two and
 * more than a tenth of these hours are empty.
 */
export function emptyHours(
  counts: HourCounts,
  range: HourRange,
  minUsual: number,
): { readonly gaps: readonly Gap[]; readonly judged: number } {
  const weekly = range.to - range.from >= WEEKS_FOR_WEEKLY * 168;
  const slots = weekHours(range).map((hour) => (weekly ? hour : hour % 24));
  const bySlot = new Map<number, number[]>();
  slots.forEach((slot, i) => {
    const values = bySlot.get(slot) ?? [];
    values.push(counts.get(range.from + i) ?? 0);
    bySlot.set(slot, values);
  });
  const usual = new Map([...bySlot].map(([slot, values]) => [slot, usualOf(values)]));
  const gaps: Gap[] = [];
  let judged = 0;
  slots.forEach((slot, i) => {
    const hour = range.from + i;
    const expected = usual.get(slot) ?? 0;
    if (expected < minUsual) return;
    judged++;
    if ((counts.get(hour) ?? 0) > 0) return;
    const last = gaps.at(-1);
    if (last?.to === hour) gaps[gaps.length - 1] = { from: last.from, to: hour + 1, usual: last.usual + expected };
    else gaps.push({ from: hour, to: hour + 1, usual: expected });
  });
  return { gaps, judged };
}

/** Events by local hour of the day, 24 numbers. */
export function hourOfDayTotals(counts: HourCounts, range: HourRange): readonly number[] {
  const totals = Array.from({ length: 24 }, () => 0);
  weekHours(range).forEach((hour, i) => {
    totals[hour % 24] = (totals[hour % 24] ?? 0) + (counts.get(range.from + i) ?? 0);
  });
  return totals;
}

/** The hour at which the middle of the quietest six hours of the day lies. */
export function quietestHour(totals: readonly number[]): number {
  const window = (start: number): number =>
    [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + (totals[(start + i) % 24] ?? 0), 0);
  let best = 0;
  for (let start = 1; start < 24; start++) if (window(start) < window(best)) best = start;
  return (best + 3) % 24;
}

export const HOURS_PER_DAY = DAY_MS / HOUR_MS;
