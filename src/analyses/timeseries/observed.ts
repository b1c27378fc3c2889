import { fillGaps } from "../../forecast/calendar/fill-gaps.ts";
import type { MetricPoint, MetricSeries } from "../../models/metrics/metric-series.ts";
import { plainNumbers } from "./section.ts";

/** The whole periods of a metric, in order and without a gap in the calendar. */
export interface Observed {
  /** First day of each period, or the instant its hour began. */
  readonly periods: readonly string[];
  /** As measured; null where there is no value. */
  readonly values: readonly (number | null)[];
  /** Periods that have no value. */
  readonly missing: readonly string[];
  /** Periods at the ends that are not whole and are not used. */
  readonly leftOut: readonly string[];
  /** Rows behind all values. */
  readonly n: number;
}

export function observedSeries({ points }: Pick<MetricSeries, "points">): Observed {
  const isUsed = ({ partial, reason }: MetricPoint): boolean => !partial && reason !== "no data";
  const first = points.findIndex(isUsed);
  const last = points.findLastIndex(isUsed);
  const whole = first === -1 ? [] : points.slice(first, last + 1);
  const outside = first === -1 ? points : [...points.slice(0, first), ...points.slice(last + 1)];
  return {
    periods: whole.map(({ period }) => period),
    values: whole.map(({ value }) => value),
    missing: whole.filter(({ value }) => value === null).map(({ period }) => period),
    leftOut: outside.map(({ period }) => period),
    n: whole.reduce((sum, { n }) => sum + n, 0),
  };
}

/** The values to compute with: NaN where there is none, unless gaps are to be filled. */
export function usableValues({ values }: Observed, gaps: "refuse" | "fill", period: number): Float64Array {
  const known = Float64Array.from(values, (value) => value ?? Number.NaN);
  return gaps === "fill" ? fillGaps(known, period).values : known;
}

/** Highest and lowest period, and how the metric grew. */
export interface Extremes {
  readonly peak: { readonly period: string; readonly value: number };
  readonly low: { readonly period: string; readonly value: number };
  readonly mean: number;
  /** Of the last whole period against the one before it; null without. */
  readonly change: number | null;
  /** Of the mean of the later half of the periods against that of the earlier half; null without. */
  readonly growth: number | null;
}

/** Null without a value. */
export function extremesOf({ periods, values }: Observed): Extremes | null {
  const known = periods.flatMap((period, i) => {
    const value = values[i] ?? null;
    return value === null ? [] : [{ period, value }];
  });
  const [first] = known;
  if (first === undefined) return null;
  const mean = (part: typeof known): number => part.reduce((sum, { value }) => sum + value, 0) / part.length;
  const half = Math.floor(known.length / 2);
  const growth = half === 0 ? null : relative(mean(known.slice(-half)), mean(known.slice(0, half)));
  return {
    peak: known.reduce((best, one) => (one.value > best.value ? one : best), first),
    low: known.reduce((best, one) => (one.value < best.value ? one : best), first),
    mean: plainNumbers([mean(known)])[0] ?? 0,
    change: known.length < 2 ? null : relative(values.at(-1) ?? null, values.at(-2) ?? null),
    growth,
  };
}

function relative(value: number | null, before: number | null): number | null {
  return value === null || before === null || before === 0 ? null : (value - before) / Math.abs(before);
}
