import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import { addDays, type Day } from "../../core/calendar.ts";
import { addMonths } from "../../core/periods.ts";
import { formatChange } from "../../core/quantity.ts";
import type { CompleteDays } from "../../models/metrics/complete-days.ts";
import type { DayRange } from "../../models/metrics/metric-request.ts";
import { relativeChange } from "../../models/metrics/metric-series.ts";
import type { TableLine } from "./section.ts";
import type { DayVolume } from "./volume.ts";

export interface Month {
  /** First day. */
  readonly month: Day;
  readonly n: number;
  readonly users: number | null;
  /** Days of the month that were looked at. */
  readonly days: number;
  /** False where the data or the selection cut the month: it is then compared with nothing. */
  readonly complete: boolean;
  /** Against the month before, where both are complete. */
  readonly change: number | null;
  readonly userChange: number | null;
}

export interface MonthsInput {
  readonly days: readonly DayVolume[];
  readonly users: ReadonlyMap<Day, number> | null;
  readonly window: DayRange;
  readonly complete: CompleteDays | null;
}

/** Rows and users by calendar month; only complete months are compared. */
export function computeMonths({ days, users, window, complete }: MonthsInput): readonly Month[] {
  const whole = (month: Day): boolean =>
    complete !== null &&
    month >= window.from &&
    month >= complete.first &&
    addMonths(month, 1) <= window.to &&
    addMonths(month, 1) <= addDays(complete.last, 1);
  const months = new Map<Day, DayVolume[]>();
  for (const day of days) {
    const month = `${day.day.slice(0, 7)}-01`;
    months.set(month, [...(months.get(month) ?? []), day]);
  }
  const counted = [...months].map(([month, own]) => ({
    month,
    n: own.reduce((sum, { n }) => sum + n, 0),
    users: users === null ? null : (users.get(month) ?? 0),
    days: own.length,
    complete: whole(month),
  }));
  return counted.map((month, i): Month => {
    const before = counted[i - 1];
    if (!month.complete || before?.complete !== true) return { ...month, change: null, userChange: null };
    return {
      ...month,
      change: relativeChange(month.n, before.n),
      userChange: relativeChange(month.users, before.users),
    };
  });
}

export function monthsCharts(months: readonly Month[], noun: string): readonly ChartSpec[] {
  const last = months.findLast(({ change }) => change !== null);
  const partial = months.filter(({ complete }) => !complete).map(({ month }) => month.slice(0, 7));
  const text = (label: string) => ({ label, unit: null, show: "text" as const, good: "neutral" as const });
  const number = (label: string) => ({ ...text(label), show: "number" as const });
  const change = (label: string) => ({ ...text(label), unit: "share", show: "change" as const });
  const hasUsers = months.some(({ users }) => users !== null);
  return [
    {
      kind: "table",
      title:
        last?.change == null
          ? "No two complete months to compare"
          : `${noun} ${formatChange(last.change)} in ${last.month.slice(0, 7)} against the month before`,
      subtitle:
        partial.length === 0 ? "all months are complete" : `not complete, so not compared: ${partial.join(", ")}`,
      alt: months.map((m) => `${m.month.slice(0, 7)}${m.complete ? "" : " (partial)"}: ${m.n} ${noun}`).join("; "),
      columns: [
        text("month"),
        number(noun),
        change(`change of ${noun}`),
        ...(hasUsers ? [number("users"), change("change of users")] : []),
        number("days"),
        text("complete"),
      ],
      rows: months.map((m) => [
        m.month.slice(0, 7),
        m.n,
        m.change,
        ...(hasUsers ? [m.users, m.userChange] : []),
        m.days,
        m.complete ? "yes" : "partial",
      ]),
    },
  ];
}

export function monthsFindings(months: readonly Month[], noun: string): readonly Finding[] {
  const last = months.findLast(({ change }) => change !== null);
  if (last?.change == null) {
    const n = months.filter(({ complete }) => complete).length;
    return [
      { text: `Months are not compared: ${n} of ${months.length} are complete.`, effect: null, interval: null, n },
    ];
  }
  const users = last.userChange === null ? "" : ` and ${formatChange(last.userChange)} users`;
  const text = `${last.month.slice(0, 7)} has ${formatChange(last.change)} ${noun}${users} against the month before, both complete.`;
  return [{ text, effect: last.change, interval: null, n: last.n }];
}

export function monthsTable(months: readonly Month[], noun: string): readonly TableLine[] {
  return months.flatMap(({ month, n, users, change, userChange, complete, days }) => {
    const line = (key: string, value: number | null): TableLine => ({
      section: "months",
      key,
      name: `${month.slice(0, 7)}${complete ? "" : " (partial)"}`,
      value,
      share: null,
      n: days,
    });
    return [
      line(noun, n),
      line("users", users),
      line(`change_of_${noun}`, change),
      line("change_of_users", userChange),
    ];
  });
}
