import { createRng } from "../core/rng.ts";
import { normal } from "../stats/distributions/normal.ts";
import type { BackTest } from "./backtest/back-test.ts";
import type { Forecast } from "./forecaster.ts";
import { normalHalfWidth } from "./prediction-interval.ts";

/** How one future may go: each row is one path of as many steps as the forecast has. */
export type Paths = readonly Float64Array[];

export interface PathOptions {
  readonly count: number;
  readonly seed: number;
  /** Correlation of the errors of neighbouring steps, -1 to 1. */
  readonly correlation: number;
}

/**
 * Simulated futures: normal errors as wide as the forecast's first interval, those of neighbouring steps correlated.
 * What depends on several steps (a sum, a first crossing, a quiet window) needs paths; intervals of steps do not add up.
 */
export function samplePaths({ mean, intervals }: Forecast, { count, seed, correlation }: PathOptions): Paths {
  const [interval] = intervals;
  const scale = interval === undefined ? 0 : 1 / (2 * normalHalfWidth(interval.level));
  const se = mean.map((_, i) => scale * ((interval?.high[i] ?? 0) - (interval?.low[i] ?? 0)));
  const rng = createRng(seed);
  const gaussian = normal();
  const fresh = Math.sqrt(1 - correlation * correlation);
  const draw = (): number => gaussian.quantile(Math.max(rng(), Number.EPSILON));
  return Array.from({ length: count }, () => {
    let error = draw();
    return mean.map((value, i) => {
      if (i > 0) error = correlation * error + fresh * draw();
      return value + (se[i] ?? 0) * error;
    });
  });
}

/**
 * Correlation of neighbouring steps' errors in a back-test, each measured in the width of its interval; null with fewer
 * than ten pairs or without variance.
 */
export function errorCorrelation({ folds }: BackTest): number | null {
  let [pairs, product, square] = [0, 0, 0];
  for (const { actual, forecast } of folds) {
    const [interval] = forecast?.intervals ?? [];
    const errors = [...actual].map((value, i) => {
      const width = (interval?.high[i] ?? 0) - (interval?.low[i] ?? 0);
      return (value - (forecast?.mean[i] ?? Number.NaN)) / (width > 0 ? width : 1);
    });
    for (const [i, error] of errors.entries()) {
      const before = errors[i - 1];
      if (before === undefined || !Number.isFinite(error + before)) continue;
      pairs++;
      product += error * before;
      square += (error * error + before * before) / 2;
    }
  }
  return pairs < 10 || square === 0 ? null : Math.max(-0.99, Math.min(0.99, product / square));
}
