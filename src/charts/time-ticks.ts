import type { Grain } from "../contract/chart-spec/line.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../core/calendar.ts";

export interface TimeTick {
  readonly ms: number;
  readonly label: string;
}

/** Milliseconds of a local time written `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, on an axis without zone. */
export function axisMs(time: string): number {
  return Date.parse(time.length === 10 ? `${time}T00:00Z` : `${time}Z`);
}

const MONTH_MS = 30.44 * DAY_MS;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

interface Step {
  readonly unit: "ms" | "month";
  readonly n: number;
}

const STEPS: readonly Step[] = [
  ...[1, 5, 10, 15, 30].map((n): Step => ({ unit: "ms", n: n * MINUTE_MS })),
  ...[1, 3, 6, 12].map((n): Step => ({ unit: "ms", n: n * HOUR_MS })),
  ...[1, 2, 7, 14].map((n): Step => ({ unit: "ms", n: n * DAY_MS })),
  ...[1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].map((n): Step => ({ unit: "month", n })),
];

const SHORTEST: Readonly<Record<Grain, number>> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
  quarter: 90 * DAY_MS,
  year: 365 * DAY_MS,
};

const lengthOf = ({ unit, n }: Step): number => (unit === "month" ? n * MONTH_MS : n);

/** Round times between two of them, at most `count`, labelled so that neighbours say only what changed. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  { grain, count }: { grain: Grain; count: number },
): readonly TimeTick[] {
  const wanted = Math.max(SHORTEST[grain], (toMs - fromMs) / Math.max(1, count));
  const step = STEPS.find((candidate) => lengthOf(candidate) >= wanted) ?? { unit: "month", n: 1200 };
  const times =
    step.unit === "month" ? monthTicks(fromMs, toMs, step.n) : evenTicks(fromMs, toMs, { step: step.n, grain });
  const shown = times.length > 0 ? times : [fromMs];
  return shown.map((ms, i) => ({ ms, label: label(ms, shown[i - 1], step) }));
}

function evenTicks(fromMs: number, toMs: number, { step, grain }: { step: number; grain: Grain }): readonly number[] {
  // weeks keep the weekday they begin on; two weeks and two days count from the first value
  const origin = grain === "week" || step > DAY_MS ? fromMs : 0;
  const first = origin + Math.ceil((fromMs - origin) / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, i) => first + i * step);
}

function monthTicks(fromMs: number, toMs: number, n: number): readonly number[] {
  const start = new Date(fromMs);
  const times: number[] = [];
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / n) * n;
  for (; times.length < 100; month += n) {
    const ms = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (ms > toMs) break;
    if (ms >= fromMs) times.push(ms);
  }
  return times;
}

function label(ms: number, before: number | undefined, step: Step): string {
  const date = new Date(ms);
  const [year, month, day] = [date.getUTCFullYear(), MONTHS[date.getUTCMonth()], date.getUTCDate()];
  const previous = before === undefined ? null : new Date(before);
  const newYear = previous === null || previous.getUTCFullYear() !== year;
  if (step.unit === "month") return step.n >= 12 ? `${year}` : newYear ? `${month} ${year}` : `${month}`;
  if (step.n >= DAY_MS) return newYear ? `${day} ${month} ${year}` : `${day} ${month}`;
  const newDay = previous === null || previous.getUTCDate() !== day || previous.getUTCMonth() !== date.getUTCMonth();
  const time = date.toISOString().slice(11, 16);
  return newDay ? (time === "00:00" ? `${day} ${month}` : `${day} ${month} ${time}`) : time;
}
