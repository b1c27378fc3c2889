import type { Grain } from "../../src/contract/selection.ts";
import { startOfHourMs, startOfPeriod } from "../../src/core/periods.ts";
import type { DayRange } from "../../src/models/metrics/metric-request.ts";
import type { AnalysedEvent } from "./analysed-events.ts";

/** The sample project's zone. */
const ZONE = "Europe/Berlin";

/** An event with the period in which it is looked at. */
export type PeriodEvent = AnalysedEvent & {
  readonly period: string;
  readonly grain: Grain;
  readonly window: DayRange;
  /** Every event of the period, whatever is filtered. */
  readonly all: readonly AnalysedEvent[];
};

export type MetricDefinitions = Readonly<Record<string, (rows: readonly PeriodEvent[]) => number | null>>;

/** The metrics of the sample project as they are defined, one event at a time; `events` are all there are. */
export const metricDefinitions = (events: readonly AnalysedEvent[]): MetricDefinitions => ({
  events: (rows) => rows.length,
  users: (rows) => new Set(rows.flatMap(({ user_id }) => user_id ?? [])).size,
  revenue: (rows) => {
    const bought = rows.filter(({ event }) => event === "purchase");
    return bought.reduce((sum, { value }) => sum + Math.round((value ?? 0) * 100), 0) / 100;
  },
  price: (rows) => {
    const values = rows.flatMap(({ value }) => (value === null ? [] : [Math.round(value * 100)]));
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / 100 / values.length;
  },
  median_price: (rows) => {
    const sorted = rows.flatMap(({ value }) => value ?? []).sort((a, b) => a - b);
    if (sorted.length === 0) return null;
    const at = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2;
  },
  buyers: (rows) =>
    new Set(rows.filter(({ event }) => event === "purchase").flatMap(({ user_id }) => user_id ?? [])).size,
  lookers: (rows) => {
    const ids = new Set(rows.flatMap(({ user_id }) => user_id ?? []));
    const count = (id: number, name: string): number =>
      (rows[0]?.all ?? []).filter(({ user_id, event }) => user_id === id && event === name).length;
    return [...ids].filter((id) => count(id, "view") >= 2 && count(id, "purchase") === 0).length;
  },
  new_users: (rows) => {
    const [one] = rows;
    const ids = new Set(rows.flatMap(({ user_id }) => user_id ?? []));
    return [...ids].filter((id) => {
      const born = events.find(({ user_id }) => user_id === id);
      if (born === undefined || one === undefined) return false;
      const asked = born.day >= one.window.from && born.day < one.window.to;
      return asked && periodOf(born, one.grain, one.period) === one.period;
    }).length;
  },
  cart_sessions: (rows) => {
    const has = ({ user_id, session_id }: AnalysedEvent, name: string): boolean =>
      events.some((e) => e.user_id === user_id && e.session_id === session_id && e.event === name);
    return rows.filter((row) => row.is_new_session && has(row, "cart") && has(row, "view")).length;
  },
  sessions: (rows) => rows.filter(({ is_new_session }) => is_new_session).length,
  session_length: (rows) => {
    const lengths = rows.filter(({ is_new_session }) => is_new_session).map(({ duration_s }) => duration_s ?? 0);
    return lengths.length === 0 ? null : lengths.reduce((a, b) => a + b, 0) / lengths.length;
  },
  orders: (rows) => new Set(rows.flatMap(({ invoice }) => invoice ?? [])).size,
  conversion: (rows) => {
    const views = rows.filter(({ event }) => event === "view").length;
    return views === 0 ? null : rows.filter(({ event }) => event === "purchase").length / views;
  },
});

/** The metrics that are defined here. */
export const DEFINED_METRICS: readonly string[] = Object.keys(metricDefinitions([]));

const iso = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");

export function periodOf(event: AnalysedEvent, grain: Grain, from: string): string {
  if (grain === "total") return from;
  if (grain === "hour") return iso(startOfHourMs(Date.parse(event.event_time), ZONE));
  return startOfPeriod(event.day, grain, "monday");
}
