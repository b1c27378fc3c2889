import { addDays, type Day, dayOf, HOUR_MS, isDay, startOfDayMs, zoneOffsetMs } from "./calendar.ts";

export type CalendarGrain = "day" | "week" | "month" | "quarter" | "year";

export type WeekStart = "monday" | "sunday";

/** 0 is Monday. */
function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The first day of the period of a day. */
export function startOfPeriod(day: Day, grain: CalendarGrain, weekStart: WeekStart): Day {
  switch (grain) {
    case "day":
      return day;
    case "week":
      return addDays(day, weekStart === "monday" ? -weekdayOf(day) : -((weekdayOf(day) + 1) % 7));
    case "month":
      return `${day.slice(0, 7)}-01`;
    case "quarter":
      return addMonths(`${day.slice(0, 7)}-01`, -((Number(day.slice(5, 7)) - 1) % 3));
    case "year":
      return `${day.slice(0, 4)}-01-01`;
  }
}

/** The same day so many months later, or the last day of that month where it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(index / 12), index - Math.floor(index / 12) * 12];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(Number(day.slice(8, 10)), lastDay))).toISOString().slice(0, 10);
}

/** The first day of the period `n` periods after the one that begins on `start`. */
export function addPeriods(start: Day, n: number, grain: CalendarGrain): Day {
  switch (grain) {
    case "day":
      return addDays(start, n);
    case "week":
      return addDays(start, 7 * n);
    case "month":
      return addMonths(start, n);
    case "quarter":
      return addMonths(start, 3 * n);
    case "year":
      return addMonths(start, 12 * n);
  }
}

/** First days of the periods that touch [from, to), in order. */
export function periodsBetween(
  { from, to }: { readonly from: Day; readonly to: Day },
  grain: CalendarGrain,
  weekStart: WeekStart,
): readonly Day[] {
  const starts: Day[] = [];
  for (let start = startOfPeriod(from, grain, weekStart); start < to; start = addPeriods(start, 1, grain))
    starts.push(start);
  return starts;
}

/** The instant at which the zone's clock hour of an instant began. */
export function startOfHourMs(instantMs: number, zone: string): number {
  const offset = zoneOffsetMs(zone, instantMs);
  return Math.floor((instantMs + offset) / HOUR_MS) * HOUR_MS - offset;
}

/** The end of the zone's clock hour that holds an instant. */
export function endOfHourMs(instantMs: number, zone: string): number {
  return startOfHourMs(instantMs, zone) + HOUR_MS;
}

/** Starts of the zone's clock hours that touch the days [from, to), in order: 23 or 25 on days when clocks change. */
export function hoursBetween({ from, to }: { readonly from: Day; readonly to: Day }, zone: string): readonly number[] {
  const end = startOfDayMs(to, zone);
  const starts: number[] = [];
  for (let at = startOfDayMs(from, zone); at < end; at = nextHour(at, zone)) starts.push(at);
  return starts;
}

function nextHour(at: number, zone: string): number {
  const next = startOfHourMs(at + HOUR_MS, zone);
  return next > at ? next : at + HOUR_MS;
}

export const earlierDay = (a: Day, b: Day): Day => (a < b ? a : b);
export const laterDay = (a: Day, b: Day): Day => (a > b ? a : b);

/** Days from `from` to `to`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The day of an instant with the clock time: `2024-03-31 02:00`. */
export function hourLabel(instantMs: number, zone: string): string {
  const local = new Date(instantMs + zoneOffsetMs(zone, instantMs)).toISOString();
  return `${dayOf(instantMs, zone)} ${local.slice(11, 16)}`;
}

/** As `hourLabel`; the two hours that the clock shows alike when it goes back have their offsets: `2024-10-27 02:00+01:00`. */
export function distinctHourLabel(instantMs: number, zone: string): string {
  const label = hourLabel(instantMs, zone);
  const isShownTwice = [-2, -1, 1, 2].some((hours) => hourLabel(instantMs + hours * HOUR_MS, zone) === label);
  if (!isShownTwice) return label;
  const offset = zoneOffsetMs(zone, instantMs);
  return `${label}${offset < 0 ? "-" : "+"}${new Date(Math.abs(offset)).toISOString().slice(11, 16)}`;
}

const DAY_OR_HOUR = /^\d{4}-\d{2}-\d{2}( ([01]\d|2[0-3]):[0-5]\d([+-][01]\d:[0-5]\d)?)?$/;

/** True for a day that there is, alone or as `distinctHourLabel` writes an hour of it. */
export const isDayOrHour = (text: string): boolean => DAY_OR_HOUR.test(text) && isDay(text.slice(0, 10));
