import { HOUR_MS } from "../../../src/core/calendar.ts";
import { addPeriods, startOfHourMs, startOfPeriod, type WeekStart } from "../../../src/core/periods.ts";
import type { RetentionRequest } from "../../../src/models/retention/retention-request.ts";
import type { FactRow } from "./fact-rows.ts";
import { matchesTest } from "./funnel-test.ts";

export type ReferenceRetention = Pick<
  RetentionRequest,
  | "start"
  | "back"
  | "cohort"
  | "clock"
  | "grain"
  | "criterion"
  | "brackets"
  | "times"
  | "periods"
  | "days"
  | "endUs"
  | "dimension"
>;

export interface Calendar {
  readonly zone: string;
  readonly weekStart: WeekStart;
}

/** One followed start: what is counted later belongs to it. */
interface Unit {
  /** First day of the period of the start, or its hour. */
  readonly cohort: string;
  readonly value: string;
  readonly start: FactRow;
  readonly returns: readonly FactRow[];
}

/** A cohort with its units by column, column 0 first, and the sums of the values of returns by period. */
export interface ReferenceCohort {
  readonly cohort: string;
  readonly value: string;
  readonly retained: readonly number[];
  readonly sums: readonly number[];
}

/** Retention of docs/semantics.md, one start at a time; `rows` in order of the log. */
export function referenceCohorts(
  rows: readonly FactRow[],
  asked: ReferenceRetention,
  calendar: Calendar,
): readonly ReferenceCohort[] {
  const columns = asked.brackets?.length ?? asked.periods;
  const cohorts = new Map<string, ReferenceCohort>();
  for (const unit of unitsOf(rows, asked, calendar)) {
    const counts = new Map<number, number>();
    const sums = Array.from({ length: columns + 1 }, () => 0);
    for (const row of unit.returns) {
      const n = periodsAfter(unit.start, row, asked, calendar);
      counts.set(n, (counts.get(n) ?? 0) + 1);
      if (n <= columns && n >= 0) sums[n] = (sums[n] ?? 0) + Number(row["value"] ?? 0);
    }
    const key = `${unit.cohort} ${unit.value}`;
    const known = cohorts.get(key);
    const own = Array.from({ length: columns + 1 }, (_, column) => (isRetained(counts, column, asked) ? 1 : 0));
    cohorts.set(key, {
      cohort: unit.cohort,
      value: unit.value,
      retained: own.map((x, i) => x + (known?.retained[i] ?? 0)),
      sums: sums.map((x, i) => x + (known?.sums[i] ?? 0)),
    });
  }
  return [...cohorts.values()];
}

/** Whether the returns, counted by periods after the start, retain a unit in a column. */
function isRetained(counts: ReadonlyMap<number, number>, column: number, asked: ReferenceRetention): boolean {
  if (column === 0) return true;
  const between = (from: number, to: number): number => {
    let sum = 0;
    for (let n = from; n <= to; n++) sum += counts.get(n) ?? 0;
    return sum;
  };
  const { criterion, brackets, times, periods } = asked;
  const bracket = brackets?.[column - 1];
  if (bracket !== undefined) return between(bracket.from, bracket.to) >= times;
  switch (criterion) {
    case "on":
      return between(column, column) >= times;
    case "on-or-after":
      return between(column, periods) >= times;
    case "on-or-before":
      return between(1, column) >= times;
    case "streak": {
      for (let n = 1; n <= column; n++) if (between(n, n) < times) return false;
      return true;
    }
  }
}

function unitsOf(rows: readonly FactRow[], asked: ReferenceRetention, calendar: Calendar): readonly Unit[] {
  const { start, back, cohort, days, endUs, dimension } = asked;
  const users = new Map<string, FactRow[]>();
  for (const row of rows) {
    if (row.user_id === null || row.event_time > endUs) continue;
    users.set(row.user_id, [...(users.get(row.user_id) ?? []), row]);
  }
  return [...users.values()].flatMap((own) => {
    const all = own.filter((row) => matchesTest(row, start));
    const inDays = (row: FactRow): boolean => row.day >= days.from && row.day < days.to;
    const seen = new Set<string>();
    const followed = {
      first: all.slice(0, 1).filter(inDays),
      each: all.filter(inDays),
      recurring: all.filter(inDays).filter((row) => {
        const period = periodOf(row, asked, calendar);
        return seen.has(period) ? false : seen.add(period);
      }),
    }[cohort];
    const returns = own.filter((row) => matchesTest(row, back));
    return followed.map((row) => ({
      cohort: periodOf(row, asked, calendar),
      value: dimension === null ? "" : String(row[dimension] ?? "(none)"),
      start: row,
      returns,
    }));
  });
}

const hourOf = (row: FactRow, { zone }: Calendar): number =>
  Math.floor(startOfHourMs(Math.floor(row.event_time / 1000), zone) / HOUR_MS);

/** What the period of a row is called. */
function periodOf(row: FactRow, { grain }: ReferenceRetention, calendar: Calendar): string {
  return grain === "hour" ? String(hourOf(row, calendar)) : startOfPeriod(row.day, grain, calendar.weekStart);
}

const DAYS = { day: 1, week: 7, month: 30, quarter: 90, year: 365 } as const;

/** How many periods after the start an event lies; negative before it. */
function periodsAfter(start: FactRow, row: FactRow, asked: ReferenceRetention, calendar: Calendar): number {
  const { grain, clock } = asked;
  if (clock === "calendar") {
    if (grain === "hour") return hourOf(row, calendar) - hourOf(start, calendar);
    const [from, to] = [periodOf(start, asked, calendar), periodOf(row, asked, calendar)];
    if (to < from) return -1;
    let n = 0;
    while (addPeriods(from, n, grain) < to) n++;
    return n;
  }
  const hours = grain === "hour" ? 1 : DAYS[grain] * 24;
  if (clock === "rolling") return Math.floor((row.event_time - start.event_time) / (hours * 3.6e9));
  if (grain === "hour" || grain === "day") {
    const utcHour = ({ event_time }: FactRow): number => Math.floor(event_time / 3.6e9);
    return Math.floor((utcHour(row) - utcHour(start)) / hours);
  }
  const dayNumber = ({ day }: FactRow): number => Date.parse(day) / 86_400_000;
  return Math.floor((dayNumber(row) - dayNumber(start)) / DAYS[grain]);
}
