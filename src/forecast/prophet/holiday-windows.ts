import { addDays, DAY_MS } from "../../core/calendar.ts";
import type { Holiday } from "./options.ts";

/** One day of the window of a holiday: an effect of its own. */
export interface HolidayWindow {
  readonly name: string;
  /** Days since the holiday itself; negative before it. */
  readonly offset: number;
  readonly priorScale: number;
  /** Days since 1970 that it falls on. */
  readonly days: readonly number[];
}

/** The effects of a list of holidays, by name and day of the window. */
export function holidayWindows(holidays: readonly Holiday[], priorScale: number): readonly HolidayWindow[] {
  const found = new Map<string, { name: string; offset: number; priorScale: number; days: Set<number> }>();
  for (const { name, day, before = 0, after = 0, priorScale: own = priorScale } of holidays) {
    for (let offset = -before; offset <= after; offset++) {
      const key = JSON.stringify([name, offset]);
      const entry = found.get(key) ?? { name, offset, priorScale: own, days: new Set<number>() };
      entry.days.add(Date.parse(addDays(day, offset)) / DAY_MS);
      found.set(key, entry);
    }
  }
  return [...found.values()].map((entry) => ({ ...entry, days: [...entry.days] }));
}

/** 1 on the days of a window, all day long, else 0. */
export function holidayColumn({ days }: HolidayWindow, wall: Float64Array): Float64Array {
  const on = new Set(days);
  return wall.map((time) => (on.has(Math.floor(time / DAY_MS)) ? 1 : 0));
}
