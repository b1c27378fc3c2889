import { differenced, differenceLags } from "./lag-polynomial.ts";

/** How many differences a series needs; NaN marks missing values. */
export interface DifferenceTests {
  /** Plain differences until the series has a level, 0 to 2. */
  readonly differences: (values: Float64Array) => number;
  /** Seasonal differences, 0 or 1. */
  readonly seasonalDifferences: (values: Float64Array, period: number) => number;
}

/** Critical value of the KPSS statistic of a level at 5 % (Kwiatkowski, Phillips, Schmidt, Shin 1992). */
const LEVEL_5_PERCENT = 0.463;

/** By repeated KPSS tests with 3 sqrt(n) / 13 lags, as R's `ndiffs`. */
export function differencesByKpss(values: Float64Array): number {
  let series: Float64Array = values.filter((value) => !Number.isNaN(value));
  for (let d = 0; d < 2; d++) {
    if (isConstant(series) || !(kpssStatistic(series) > LEVEL_5_PERCENT)) return d;
    series = differenced(series, differenceLags({ d: 1, seasonalD: 0, period: 1 }));
  }
  return 2;
}

/** By the strength of the season in an STL decomposition, as R's `nsdiffs(test = "seas")`: 1 where it is above 0.64. */
export function seasonalDifferencesByStrength(
  strength: (values: Float64Array, period: number) => number,
): (values: Float64Array, period: number) => number {
  return (values, period) => {
    if (isConstant(values) || values.length <= 2 * period) return 0;
    return strength(values, period) > 0.64 ? 1 : 0;
  };
}

/** Whether all values present are one and the same, but for rounding. */
export function isConstant(values: Float64Array): boolean {
  const present = values.filter((value) => !Number.isNaN(value));
  const first = present[0] ?? 0;
  const largest = present.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return present.every((value) => Math.abs(value - first) <= 1.5e-8 * largest);
}

function kpssStatistic(values: Float64Array): number {
  const n = values.length;
  const lags = Math.trunc((3 * Math.sqrt(n)) / 13);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const residuals = values.map((value) => value - mean);
  let sum = 0;
  let squares = 0;
  for (const value of residuals) {
    sum += value;
    squares += sum * sum;
  }
  let variance = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += (residuals[t] as number) * (residuals[t - lag] as number);
    variance += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * product;
  }
  return squares / n / variance;
}
