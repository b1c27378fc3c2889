import type { Series } from "../forecaster.ts";

/** How a series is cut into parts to fit to and parts to forecast. */
export interface FoldPlan {
  /** Steps forecast from each origin. */
  readonly horizon: number;
  /** Most origins. */
  readonly folds: number;
  /** Steps between origins; default the horizon, so that no value is forecast twice. */
  readonly step?: number | undefined;
  /** Values a model is fitted to: so many before the origin (sliding); default all of them (expanding). */
  readonly window?: number | undefined;
}

/**
 * Indices of the first steps to forecast, oldest first; the last fold ends with the series. An origin needs two seasons
 * of the longest period before it, and at least ten values and as many as it forecasts: there may be fewer than asked for, or none.
 */
export function origins({ values, periods }: Series, plan: FoldPlan): readonly number[] {
  const { horizon, folds, step = horizon, window = 0 } = plan;
  const fewest = Math.max(10, horizon, window, 2 * Math.max(1, ...periods));
  const last = values.length - horizon;
  return Array.from({ length: folds }, (_, i) => last - (folds - 1 - i) * step).filter((origin) => origin >= fewest);
}

/** The part of a series before an origin, that a model is fitted to. Views, not copies. */
export function seriesBefore(series: Series, origin: number, window = origin): Series {
  const start = Math.max(0, origin - window);
  const { values, times, periods } = series;
  return {
    values: values.subarray(start, origin),
    periods,
    ...(times === undefined ? {} : { times: times.subarray(start, origin) }),
  };
}
