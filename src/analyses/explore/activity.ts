import { z } from "zod";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import type { WeekStart } from "../../core/periods.ts";
import { projectHour } from "../../models/project-hour.ts";
import type { Query } from "../../sql/query.ts";
import { ident, raw, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import { type Explored, windowRange } from "./explored.ts";
import type { ClockHour } from "./hours.ts";
import { shareOf, type TableLine } from "./section.ts";

const HourUsersRow = z.object({ hour: z.number(), users: z.number() });
export type HourUsersRow = z.infer<typeof HourUsersRow>;

/** Distinct users by hour of the day, of all days together. */
export function hourUsersQuery(rows: Explored, { project, dialect }: AnalysisContext): Query<HourUsersRow> | undefined {
  if (rows.user === null) return undefined;
  const zone = project.project.timezone;
  const hour = projectHour(raw("event_time"), zone, { dialect, range: windowRange(rows.window, zone) });
  return {
    name: "explore-hour-users",
    row: HourUsersRow,
    text: sql`select hour, count(distinct u) as users from (select ${hour} as hour, ${ident(rows.user)} as u from ${rows.rows}) as h
      where hour is not null group by hour order by hour`,
  };
}

/** Rows in the hours of one kind: an hour of the day, a weekday, or one hour of one weekday. */
export interface ActivityCell {
  readonly n: number;
  /** Clock hours of that kind that lie in the data, those without rows included. */
  readonly hours: number;
  /** Rows per such hour; null where none occurs. */
  readonly mean: number | null;
}

export interface DayHour extends ActivityCell {
  /** Distinct users of that hour, of all days together; null for rows that have none. */
  readonly users: number | null;
}

export interface WeekHour extends ActivityCell {
  /** 0 is Monday. */
  readonly weekday: number;
  readonly hour: number;
}

export interface Activity {
  readonly rows: number;
  /** 24, from midnight. */
  readonly byHour: readonly DayHour[];
  /** 7, from Monday. */
  readonly byWeekday: readonly ActivityCell[];
  /** 7 x 24, by weekday and hour. */
  readonly cells: readonly WeekHour[];
  /** The five hours of the week with the most and the fewest rows per occurring hour. */
  readonly peaks: readonly WeekHour[];
  readonly quiet: readonly WeekHour[];
  /** False when every row lies in the same hour of its day: times are dates only. */
  readonly hourly: boolean;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const EXTREMES = 5;

const hourName = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
const cellName = ({ weekday, hour }: WeekHour): string => `${WEEKDAYS[weekday]} ${hourName(hour)}`;

/** `users` is null for rows that have none. */
export function computeActivity(hours: readonly ClockHour[], users: readonly HourUsersRow[] | null): Activity {
  const cellOf = (kept: readonly ClockHour[]): ActivityCell => {
    const n = kept.reduce((sum, hour) => sum + hour.n, 0);
    return { n, hours: kept.length, mean: kept.length === 0 ? null : n / kept.length };
  };
  const groups = Array.from({ length: 7 * 24 }, (): ClockHour[] => []);
  for (const hour of hours) groups[hour.weekday * 24 + hour.hour]?.push(hour);
  const cells = groups.map((group, i): WeekHour => ({ weekday: Math.floor(i / 24), hour: i % 24, ...cellOf(group) }));
  const byHour = Array.from({ length: 24 }, (_, hour) => ({
    ...cellOf(groups.filter((_, i) => i % 24 === hour).flat()),
    users: users === null ? null : (users.find((row) => row.hour === hour)?.users ?? 0),
  }));
  const occurring = cells.filter((cell) => cell.hours > 0);
  const mean = (cell: WeekHour): number => cell.mean ?? 0;
  return {
    rows: hours.reduce((sum, { n }) => sum + n, 0),
    byHour,
    byWeekday: WEEKDAYS.map((_, day) => cellOf(groups.slice(day * 24, day * 24 + 24).flat())),
    cells,
    peaks: [...occurring].sort((a, b) => mean(b) - mean(a)).slice(0, EXTREMES),
    quiet: [...occurring].sort((a, b) => mean(a) - mean(b)).slice(0, EXTREMES),
    hourly: byHour.filter(({ n }) => n > 0).length > 1,
  };
}

const round = (x: number): string => x.toLocaleString("en-US", { maximumFractionDigits: x < 100 ? 1 : 0 });

interface ChartOptions {
  readonly noun: string;
  readonly zone: string;
  readonly weekStart: WeekStart;
}

export function activityCharts(activity: Activity, { noun, zone, weekStart }: ChartOptions): readonly ChartSpec[] {
  const { cells, byHour, byWeekday, peaks, quiet, hourly } = activity;
  const days = weekStart === "monday" ? [0, 1, 2, 3, 4, 5, 6] : [6, 0, 1, 2, 3, 4, 5];
  const unit = `${noun} per hour`;
  const bars = (title: string, names: readonly string[], values: readonly ActivityCell[]): ChartSpec => ({
    kind: "bars",
    title,
    subtitle: `mean ${unit} that lies in the data, hours without ${noun} included; times in ${zone}`,
    alt: names.map((name, i) => `${name}: ${round(values[i]?.mean ?? 0)} ${unit}`).join("; "),
    direction: "vertical",
    layout: "grouped",
    category: { label: "time", values: names },
    value: { label: unit, unit: null },
    series: [{ label: unit, values: values.map(({ mean }) => mean), interval: null }],
    rules: [],
  });
  const weekdays = bars(
    busiest("busiest weekday", byWeekday, WEEKDAYS),
    days.map((day) => WEEKDAYS[day] ?? ""),
    days.flatMap((day) => byWeekday[day] ?? []),
  );
  if (!hourly) return [weekdays];
  const names = byHour.map((_, hour) => hourName(hour));
  const [peak] = peaks;
  const [low] = quiet;
  return [
    {
      kind: "heatmap",
      title: peak === undefined ? "Activity by weekday and hour" : `Busiest on ${cellName(peak)}`,
      subtitle: `mean ${unit} that lies in the data, hours without ${noun} included; times in ${zone}`,
      alt:
        peak === undefined || low === undefined
          ? "no hour lies in the data"
          : `${cellName(peak)} has ${round(peak.mean ?? 0)} ${unit}, the most; ${cellName(low)} has ${round(low.mean ?? 0)}, the fewest`,
      x: { label: "hour", values: names },
      y: { label: "weekday", values: days.map((day) => WEEKDAYS[day] ?? "") },
      cell: { label: unit, unit: null },
      cells: days.map((day) => cells.slice(day * 24, day * 24 + 24).map(({ mean }) => mean)),
      midpoint: null,
      open: [],
    },
    bars(busiest("busiest hour", byHour, names), names, byHour),
    ...(byHour.some(({ users }) => users !== null) ? [usersByHour(byHour, names, zone)] : []),
    weekdays,
  ];
}

function usersByHour(byHour: readonly DayHour[], names: readonly string[], zone: string): ChartSpec {
  return {
    kind: "bars",
    title: "Users by hour of the day",
    subtitle: `distinct users of each hour, of all days together; a user is in every hour with a row; times in ${zone}`,
    alt: names.map((name, i) => `${name}: ${byHour[i]?.users ?? 0} users`).join("; "),
    direction: "vertical",
    layout: "grouped",
    category: { label: "hour", values: names },
    value: { label: "users", unit: null },
    series: [{ label: "users", values: byHour.map(({ users }) => users), interval: null }],
    rules: [],
  };
}

function busiest(what: string, cells: readonly ActivityCell[], names: readonly string[]): string {
  const most = Math.max(...cells.map(({ mean }) => mean ?? 0));
  return `The ${what} is ${names[cells.findIndex(({ mean }) => mean === most)] ?? "not known"}`;
}

export function activityFindings({ peaks, quiet, hourly, rows }: Activity, noun: string): readonly Finding[] {
  const [peak] = peaks;
  const [low] = quiet;
  if (!hourly || peak?.mean == null || low?.mean == null) return [];
  const text = `The busiest hour of the week is ${cellName(peak)} with ${round(peak.mean)} ${noun} per hour, the quietest ${cellName(low)} with ${round(low.mean)} (means over ${peak.hours} and ${low.hours} such hours).`;
  return [{ text, effect: peak.mean, interval: null, n: rows }];
}

export function activityTable(activity: Activity, noun: string): readonly TableLine[] {
  const { rows } = activity;
  const lines = (kind: string, name: string, cell: ActivityCell): readonly TableLine[] => [
    { section: "activity", key: `${noun}_by_${kind}`, name, value: cell.n, share: shareOf(cell.n, rows), n: cell.n },
    { section: "activity", key: `per_hour_by_${kind}`, name, value: cell.mean, share: null, n: cell.hours },
  ];
  const extreme =
    (key: string) =>
    (cell: WeekHour): TableLine => ({
      section: "activity",
      key,
      name: cellName(cell),
      value: cell.mean,
      share: shareOf(cell.n, rows),
      n: cell.hours,
    });
  return [
    ...activity.byHour.flatMap((cell, hour) => [
      ...lines("hour", hourName(hour), cell),
      ...(cell.users === null
        ? []
        : [
            {
              section: "activity" as const,
              key: "users_by_hour",
              name: hourName(hour),
              value: cell.users,
              share: null,
              n: cell.n,
            },
          ]),
    ]),
    ...activity.byWeekday.flatMap((cell, day) => lines("weekday", WEEKDAYS[day] ?? "", cell)),
    ...activity.cells.flatMap((cell) => lines("weekday_and_hour", cellName(cell), cell)),
    ...activity.peaks.map(extreme("peak")),
    ...activity.quiet.map(extreme("quiet")),
  ];
}
