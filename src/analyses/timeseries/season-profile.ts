import { hourLabel } from "../../core/periods.ts";
import type { StepCalendar } from "../../forecast/calendar/grid.ts";

/** What a season does to each of its steps, on average over its cycles. */
export interface SeasonProfile {
  /** In steps. */
  readonly period: number;
  /** "week", "day", "year" or "12 steps". */
  readonly name: string;
  readonly steps: readonly { readonly step: string; readonly value: number }[];
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const MONTHS = "January February March April May June July August September October November December".split(" ");

interface Naming {
  readonly name: string;
  /** Rank and name of the step that a period is. */
  readonly of: (period: string) => readonly [rank: number, name: string];
}

/** The season's values by what the calendar calls the steps: weekdays, hours, months, quarters; else by their number. */
export function seasonProfile(
  values: Float64Array,
  period: number,
  { periods, calendar }: { readonly periods: readonly string[]; readonly calendar: StepCalendar },
): SeasonProfile {
  const naming = namingOf(period, calendar);
  const sums = new Map<string, { rank: number; sum: number; count: number }>();
  values.forEach((value, i) => {
    const phase = i % period;
    const [rank, step] = naming?.of(periods[i] ?? "") ?? [phase, String(phase + 1)];
    const entry = sums.get(step) ?? { rank, sum: 0, count: 0 };
    entry.sum += value;
    entry.count++;
    sums.set(step, entry);
  });
  const steps = [...sums].sort(([, a], [, b]) => a.rank - b.rank);
  return {
    period,
    name: naming?.name ?? `${period} ${calendar.grain}s`,
    steps: steps.map(([step, { sum, count }]) => ({ step, value: sum / count })),
  };
}

const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

function namingOf(period: number, { grain, timezone }: StepCalendar): Naming | null {
  const local = (at: string): readonly [day: string, time: string] => {
    const [day = "", time = ""] = hourLabel(Date.parse(at), timezone).split(" ");
    return [day, `${time.slice(0, 2)}:00`];
  };
  switch (`${grain} ${period}`) {
    case "hour 24":
      return { name: "day", of: (at) => [Number.parseInt(local(at)[1], 10), local(at)[1]] };
    case "hour 168":
      return {
        name: "week",
        of: (at) => {
          const [day, time] = local(at);
          const weekday = weekdayOf(day);
          return [24 * weekday + Number.parseInt(time, 10), `${WEEKDAYS[weekday]?.slice(0, 3)} ${time}`];
        },
      };
    case "day 7":
      return { name: "week", of: (day) => [weekdayOf(day), WEEKDAYS[weekdayOf(day)] ?? ""] };
    case "month 12":
      return { name: "year", of: (day) => [Number(day.slice(5, 7)), MONTHS[Number(day.slice(5, 7)) - 1] ?? ""] };
    case "quarter 4": {
      const quarter = (day: string): number => Math.ceil(Number(day.slice(5, 7)) / 3);
      return { name: "year", of: (day) => [quarter(day), `Q${quarter(day)}`] };
    }
    default:
      return null;
  }
}
