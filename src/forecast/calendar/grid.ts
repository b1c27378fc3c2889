import { addDays, type Day, startOfDayMs } from "../../core/calendar.ts";
import {
  addPeriods,
  type CalendarGrain,
  hoursBetween,
  periodsBetween,
  startOfPeriod,
  type WeekStart,
} from "../../core/periods.ts";

/** The calendar that a series' steps are periods of. */
export interface StepCalendar {
  readonly grain: CalendarGrain | "hour";
  readonly timezone: string;
  readonly weekStart: WeekStart;
}

/** Consecutive periods of a calendar, without a gap. */
export interface Grid extends StepCalendar {
  /** First day of each period; of hours the instant, ISO 8601 with seconds. */
  readonly periods: readonly string[];
  /** Start of each period in milliseconds since 1970 UTC. */
  readonly times: Float64Array;
}

/** The periods that touch the days [from, to): 23 or 25 hours on days when clocks change. */
export function calendarGrid(days: { readonly from: Day; readonly to: Day }, calendar: StepCalendar): Grid {
  const { grain, timezone, weekStart } = calendar;
  if (grain === "hour") return hourGrid(hoursBetween(days, timezone), calendar);
  return dayGrid(periodsBetween(days, grain, weekStart), calendar);
}

/** The periods that follow those of a grid, such as the steps to be forecast. */
export function gridAfter(grid: Grid, steps: number): Grid {
  const { grain, timezone, weekStart } = grid;
  const last = grid.periods.at(-1);
  if (last === undefined || steps < 1) return { ...grid, periods: [], times: new Float64Array(0) };
  if (grain !== "hour") {
    const start = startOfPeriod(last, grain, weekStart);
    return dayGrid(
      Array.from({ length: steps }, (_, i) => addPeriods(start, i + 1, grain)),
      grid,
    );
  }
  const from = last.slice(0, 10);
  const to = addDays(from, Math.ceil(steps / 23) + 3);
  const later = hoursBetween({ from: addDays(from, -1), to }, timezone).filter((at) => at > Date.parse(last));
  return hourGrid(later.slice(0, steps), grid);
}

function hourGrid(starts: readonly number[], calendar: StepCalendar): Grid {
  const periods = starts.map((at) => new Date(at).toISOString().replace(".000Z", "Z"));
  return { ...calendar, periods, times: Float64Array.from(starts) };
}

function dayGrid(periods: readonly Day[], calendar: StepCalendar): Grid {
  const times = Float64Array.from(periods, (day) => startOfDayMs(day, calendar.timezone));
  return { ...calendar, periods, times };
}

/**
 * Values on every step of a grid. A period without an entry is 0 for what is counted ("zero") and NaN for what is
 * measured ("missing"); an entry of null is always NaN.
 */
export function valuesOn(
  grid: Pick<Grid, "periods">,
  known: ReadonlyMap<string, number | null>,
  empty: "zero" | "missing",
): Float64Array {
  return Float64Array.from(grid.periods, (period) => {
    const value = known.get(period);
    if (value === undefined) return empty === "zero" ? 0 : Number.NaN;
    return value ?? Number.NaN;
  });
}

/** Steps after which the calendar itself repeats, shortest first: days of weeks for hours and days, months of years. */
export function calendarPeriods(grain: StepCalendar["grain"]): readonly number[] {
  return { hour: [24, 168], day: [7, 365], week: [52], month: [12], quarter: [4], year: [] }[grain];
}
