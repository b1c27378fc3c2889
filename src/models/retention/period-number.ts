import type { Project } from "../../contract/project/project.ts";
import { type Day, HOUR_MS } from "../../core/calendar.ts";
import {
  addPeriods,
  type CalendarGrain,
  daysBetween,
  startOfHourMs,
  startOfPeriod,
  type WeekStart,
} from "../../core/periods.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import { periodColumn } from "../metrics/period-column.ts";
import type { TimeRange } from "../project-day.ts";
import { wholeMultiple } from "../whole-multiple.ts";

export type RetentionGrain = "hour" | CalendarGrain;

/** Mean lengths in the Gregorian calendar, in days: no first day of a period is half a period off its multiple. */
const MEAN_DAYS = { month: 30.436875, quarter: 91.310625, year: 365.2425 } as const;

/** Weeks are numbered from the one that holds 1970-01-01. */
const FIRST_DAY: Readonly<Record<WeekStart, Day>> = { monday: "1969-12-29", sunday: "1969-12-28" };
const EPOCH: Day = "1970-01-01";
const HOUR_US = 3_600_000_000;

export interface PeriodContext {
  readonly project: Project;
  readonly dialect: Dialect;
  /** Instants between which the rows lie. */
  readonly range: TimeRange;
}

/** The number of a row's period, so that the next period has the next number; clock hours are numbered by the UTC hours they begin in. */
export function periodNumber(grain: RetentionGrain, context: PeriodContext): Sql {
  const { project, dialect } = context;
  const weekStart = project.project.week_start;
  const clock = { day: raw("day"), time: raw("event_time") };
  const whole = (x: Sql): Sql => dialect.cast(sql`floor(${x})`, "integer");
  if (grain === "hour") {
    const us = dialect.epochUs(periodColumn("hour", clock, { ...context, whole: EPOCH }));
    return whole(sql`${wholeMultiple(us, HOUR_US, dialect)} / ${raw(String(HOUR_US))}`);
  }
  const since = (origin: Day, day: Sql): Sql => dialect.daysBetween(dialect.date(origin), day);
  if (grain === "day") return since(EPOCH, clock.day);
  if (grain === "week") return whole(sql`${since(FIRST_DAY[weekStart], clock.day)} / 7.0`);
  const start = since(EPOCH, dialect.startOf(clock.day, grain, weekStart));
  return whole(sql`${start} / ${raw(String(MEAN_DAYS[grain]))} + 0.5`);
}

/** The number of the period of a day. */
export function numberOfDay(day: Day, grain: CalendarGrain, weekStart: WeekStart): number {
  const start = startOfPeriod(day, grain, weekStart);
  if (grain === "day") return daysBetween(EPOCH, start);
  if (grain === "week") return daysBetween(FIRST_DAY[weekStart], start) / 7;
  return Math.floor(daysBetween(EPOCH, start) / MEAN_DAYS[grain] + 0.5);
}

/** The first day of a period. */
export function dayOfNumber(number: number, grain: CalendarGrain, weekStart: WeekStart): Day {
  return addPeriods(grain === "week" ? FIRST_DAY[weekStart] : EPOCH, number, grain);
}

/** The number of an instant's clock hour. */
export const numberOfHour = (instantMs: number, zone: string): number =>
  Math.floor(startOfHourMs(instantMs, zone) / HOUR_MS);

/** The instant at which a clock hour begins: that in which its UTC hour ends, where the two begin apart. */
export const startOfHourNumber = (number: number, zone: string): number =>
  startOfHourMs((number + 1) * HOUR_MS - 1, zone);
