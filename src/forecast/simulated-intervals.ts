import { requireBetween } from "../stats/input.ts";
import type { ForecastInterval } from "./forecaster.ts";
import { DEFAULT_LEVELS } from "./prediction-interval.ts";

/** Seed of simulated intervals when a caller gives none. */
export const DEFAULT_SEED = 1;

/** Simulated paths when a model has no formula for its intervals, as many as R's `forecast` draws. */
export const PATHS = 5000;

/** Intervals between quantiles of simulated paths, step by step. @param paths one path after another, each of `steps` values */
export function quantileIntervals(
  paths: Float64Array,
  steps: number,
  levels: readonly number[] = DEFAULT_LEVELS,
): readonly ForecastInterval[] {
  for (const level of levels) requireBetween(level, [0, 1], "level of an interval");
  const intervals = levels.map((level) => ({ level, low: new Float64Array(steps), high: new Float64Array(steps) }));
  const column = new Float64Array(paths.length / steps);
  for (let h = 0; h < steps; h++) {
    for (let path = 0; path < column.length; path++) column[path] = paths[path * steps + h] as number;
    column.sort();
    for (const { level, low, high } of intervals) {
      low[h] = medianUnbiasedQuantile(column, (1 - level) / 2);
      high[h] = medianUnbiasedQuantile(column, (1 + level) / 2);
    }
  }
  return intervals;
}

/** Type 8 of Hyndman and Fan (1996). */
function medianUnbiasedQuantile(ascending: Float64Array, p: number): number {
  const n = ascending.length;
  const place = Math.min(Math.max((n + 1 / 3) * p + 1 / 3, 1), n);
  const below = Math.floor(place);
  const low = ascending[below - 1] as number;
  const high = ascending[Math.min(below, n - 1)] as number;
  return low + (place - below) * (high - low);
}
