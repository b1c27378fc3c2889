import type { Project } from "../../contract/project/project.ts";
import { dayOf, startOfDayMs } from "../../core/calendar.ts";
import { distinctHourLabel, hourLabel } from "../../core/periods.ts";
import { columnCount } from "../../models/retention/cohort-counts.ts";
import { dayOfNumber, numberOfDay, numberOfHour, startOfHourNumber } from "../../models/retention/period-number.ts";
import { type RetentionRequest, ROLLING_US } from "../../models/retention/retention-request.ts";

/** Whether what a column looks at is over for a whole cohort, has begun, or is still to come. */
export type CellState = "complete" | "open" | "ahead";

/** The calendar of a question: what its periods are called and which cells are over. */
export interface CohortClock {
  /** Number of the last period of the calendar that is over. */
  readonly lastPeriod: number;
  /** The first day of a period; with hours its day and clock time, and where that comes twice its offset. */
  label(p: number): string;
  /** The period that holds a day (of hours: its first) or an hour by its label. */
  numberOf(label: string): number;
  state(p0: number, column: number): CellState;
}

/** Of a day on which clocks go back. */
const MOST_HOURS = 26;
const CLOCK_TIME = "2024-05-01 13:00".length;

type Asked = Pick<RetentionRequest, "grain" | "clock" | "criterion" | "brackets" | "periods" | "days" | "completeMs">;

export function cohortClock(asked: Asked, { project }: Pick<Project, "project">): CohortClock {
  const { grain, clock, brackets, criterion, completeMs, days } = asked;
  const { timezone: zone, week_start: weekStart } = project;
  const numberAt = (ms: number): number =>
    grain === "hour" ? numberOfHour(ms, zone) : numberOfDay(dayOf(ms, zone), grain, weekStart);
  const lastPeriod = numberAt(completeMs) - 1;
  const startMs = (p: number): number =>
    grain === "hour" ? startOfHourNumber(p, zone) : startOfDayMs(dayOfNumber(p, grain, weekStart), zone);
  const columns = columnCount(asked);
  const lastOf = (column: number): number => {
    if (column === 0) return 0;
    if (criterion === "on-or-after") return columns;
    return brackets?.[column - 1]?.to ?? column;
  };
  const firstOf = (column: number): number => (column === 0 ? 0 : (brackets?.[column - 1]?.from ?? column));
  const rollingMs = ROLLING_US[grain] / 1000;
  const endMs = startOfDayMs(days.to, zone);
  const lastStartMs = (p0: number): number => Math.min(startMs(p0 + 1), endMs);
  const isOver = (p0: number, column: number): boolean =>
    clock === "calendar"
      ? p0 + lastOf(column) <= lastPeriod
      : lastStartMs(p0) + (lastOf(column) + 1) * rollingMs <= completeMs + (column === 0 ? rollingMs : 0);
  const hasBegun = (p0: number, column: number): boolean =>
    clock === "calendar" || column === 0
      ? p0 + firstOf(column) <= lastPeriod + 1
      : startMs(p0) + firstOf(column) * rollingMs < completeMs;
  const label = (p: number): string =>
    grain === "hour" ? distinctHourLabel(startMs(p), zone) : dayOfNumber(p, grain, weekStart);
  return {
    lastPeriod,
    label,
    numberOf: (text) => {
      const day = text.slice(0, 10);
      const first = numberAt(startOfDayMs(day, zone));
      if (grain !== "hour" || text === day) return first;
      if (text.length > CLOCK_TIME) return numberAt(Date.parse(text.replace(" ", "T")));
      const hours = Array.from({ length: MOST_HOURS }, (_, i) => first + i);
      return hours.findLast((p) => hourLabel(startMs(p), zone) <= text) ?? first;
    },
    state: (p0, column) => (isOver(p0, column) ? "complete" : hasBegun(p0, column) ? "open" : "ahead"),
  };
}
