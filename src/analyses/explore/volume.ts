import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import type { Day } from "../../core/calendar.ts";
import { humanize } from "../../core/quantity.ts";
import type { CompleteDays } from "../../models/metrics/complete-days.ts";
import { count, counted } from "../../quality/wording.ts";
import { openFrom } from "../open-from.ts";
import type { Audience } from "./audience.ts";
import { addAmounts, type ClockHour } from "./hours.ts";
import { shareOf, type TableLine } from "./section.ts";

export interface DayVolume {
  readonly day: Day;
  readonly n: number;
  /** Distinct users of the day; null for rows that have none. */
  readonly users: number | null;
  readonly value: number | null;
  /** False where the data or the selection cut the day. */
  readonly complete: boolean;
}

export interface Volume {
  readonly rows: number;
  readonly users: number | null;
  readonly withoutUser: number | null;
  readonly sessions: number | null;
  readonly value: number | null;
  readonly days: readonly DayVolume[];
  /** Over complete days, those without rows included; null without one. */
  readonly daily: {
    readonly days: number;
    readonly mean: number;
    readonly median: number;
    /** Sample standard deviation; null for a single day. */
    readonly sd: number | null;
    readonly highest: DayVolume;
    readonly lowest: DayVolume;
  } | null;
}

export interface VolumeInput {
  readonly hours: readonly ClockHour[];
  readonly audience: Audience | null;
  readonly sessions: number | null;
  readonly complete: CompleteDays | null;
}

export function computeVolume({ hours, audience, sessions, complete }: VolumeInput): Volume {
  const days = new Map<Day, ClockHour[]>();
  for (const hour of hours) days.set(hour.day, [...(days.get(hour.day) ?? []), hour]);
  const list = [...days].map(
    ([day, own]): DayVolume => ({
      day,
      n: own.reduce((sum, { n }) => sum + n, 0),
      users: audience === null ? null : (audience.byDay.get(day) ?? 0),
      value: addAmounts(own.map(({ value }) => value)),
      complete: complete !== null && day >= complete.first && day <= complete.last,
    }),
  );
  return {
    rows: hours.reduce((sum, { n }) => sum + n, 0),
    users: audience?.users.users ?? null,
    withoutUser: audience === null ? null : hours.reduce((sum, { withoutUser }) => sum + withoutUser, 0),
    sessions,
    value: addAmounts(hours.map(({ value }) => value)),
    days: list,
    daily: dailyOf(list.filter((day) => day.complete)),
  };
}

function dailyOf(days: readonly DayVolume[]): Volume["daily"] {
  const sorted = [...days].sort((a, b) => a.n - b.n || (a.day < b.day ? -1 : 1));
  const [lowest] = sorted;
  const highest = sorted.find(({ n }) => n === sorted.at(-1)?.n);
  if (lowest === undefined || highest === undefined) return null;
  const mean = days.reduce((sum, { n }) => sum + n, 0) / days.length;
  const squares = days.reduce((sum, { n }) => sum + (n - mean) ** 2, 0);
  const at = (i: number): number => sorted[i]?.n ?? 0;
  const half = (sorted.length - 1) / 2;
  return {
    days: days.length,
    mean,
    median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2,
    sd: days.length < 2 ? null : Math.sqrt(squares / (days.length - 1)),
    highest,
    lowest,
  };
}

function extremes(days: readonly DayVolume[], of: (day: DayVolume) => number | null): string {
  const known = days.flatMap((day) => of(day) ?? []);
  if (known.length === 0) return "without a value";
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const dayOf = (value: number): string => days.find((day) => of(day) === value)?.day ?? "";
  return `between ${humanize(least)} on ${dayOf(least)} and ${humanize(most)} on ${dayOf(most)}`;
}

/** The median over the complete days; empty when there is none. */
function middle(days: readonly DayVolume[], of: (day: DayVolume) => number | null): string {
  const sorted = days.flatMap((day) => (day.complete ? (of(day) ?? []) : [])).sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(half)], sorted[Math.ceil(half)]];
  return low === undefined || high === undefined ? "" : `: ${humanize((low + high) / 2)} on the median day`;
}

export function volumeCharts(volume: Volume, noun: string): readonly ChartSpec[] {
  const { rows, users, sessions, value, days, withoutUser } = volume;
  const item = (label: string, total: number | null, series: (day: DayVolume) => number | null) => ({
    label,
    value: total,
    unit: null,
    good: "neutral" as const,
    change: null,
    comparedWith: null,
    series: days.map((day) => ({ day: day.day, value: series(day) })),
  });
  const last = days.at(-1);
  const line = (label: string, of: (day: DayVolume) => number | null): ChartSpec => ({
    kind: "line",
    title: `${label} by day${middle(days, of)}`,
    subtitle: `${days.length} days; ${days.filter((day) => !day.complete).length} not complete`,
    alt: `${label} by day from ${days[0]?.day} to ${last?.day}, ${extremes(days, of)}`,
    x: { scale: "time", label: "day", grain: "day", values: days.map(({ day }) => day) },
    y: { label, unit: null, scale: "linear" },
    series: [{ label, role: "main", values: days.map(of), band: null }],
    openFrom: openFrom(days.map(({ complete }) => ({ partial: !complete }))),
    marks: [],
    rules: [],
  });
  const items = [
    item(noun, rows, (day) => day.n),
    ...(users === null ? [] : [item("users", users, (day) => day.users)]),
    ...(sessions === null ? [] : [item("sessions", sessions, () => null)].map((s) => ({ ...s, series: [] }))),
    ...(value === null ? [] : [item("value", value, (day) => day.value)]),
  ];
  return [
    {
      kind: "stat",
      title: `${count(rows)} ${noun}${users === null ? "" : ` of ${count(users)} users`}`,
      subtitle: withoutUser === null || withoutUser === 0 ? "" : `${count(withoutUser)} ${noun} have no user`,
      alt: items.map(({ label, value: total }) => `${label}: ${total}`).join("; "),
      items,
    },
    line(noun, (day) => day.n),
    ...(users === null ? [] : [line("users", (day) => day.users)]),
    ...(value === null ? [] : [line("value", (day) => day.value)]),
  ];
}

export function volumeFindings({ rows, users, withoutUser, daily }: Volume, noun: string): readonly Finding[] {
  const of = users === null ? "" : ` of ${count(users)} users`;
  const lacking =
    withoutUser === null || withoutUser === 0
      ? ""
      : `; ${count(withoutUser)} ${noun} have no user and count as ${noun} only`;
  const total: Finding = {
    text: `There are ${count(rows)} ${noun}${of}${lacking}.`,
    effect: rows,
    interval: null,
    n: rows,
  };
  if (daily === null) return [total];
  const { highest, lowest, median, days } = daily;
  const text = `Over ${counted(days, "complete day")} the median is ${count(median)} ${noun}; the highest is ${count(highest.n)} on ${highest.day}, the lowest ${count(lowest.n)} on ${lowest.day}.`;
  return [total, { text, effect: median, interval: null, n: days }];
}

export function volumeTable(volume: Volume, noun: string): readonly TableLine[] {
  const { rows, users, withoutUser, sessions, value, days, daily } = volume;
  const line = (key: string, name: string, amount: number | null): TableLine => ({
    section: "volume",
    key,
    name,
    value: amount,
    share: null,
    n: rows,
  });
  return [
    line(noun, "total", rows),
    line("users", "total", users),
    line("sessions", "total", sessions),
    line("value", "total", value),
    { ...line(`${noun}_without_user`, "total", withoutUser), share: shareOf(withoutUser, rows) },
    ...(["mean", "median", "sd"] as const).map((key) => line(`daily_${key}`, noun, daily?.[key] ?? null)),
    ...days.flatMap((day) => [
      { ...line(`${noun}_by_day`, day.day, day.n), share: shareOf(day.n, rows), n: day.n },
      { ...line("users_by_day", day.day, day.users), n: day.n },
      { ...line("value_by_day", day.day, day.value), n: day.n },
    ]),
  ];
}
