import { fillGaps } from "../calendar/fill-gaps.ts";
import { stl } from "../decomposition/stl.ts";
import { strengths } from "../decomposition/strength.ts";
import { kpss } from "../stationarity/kpss.ts";
import { differenced, differenceLags } from "./lag-polynomial.ts";

/** How many differences a series needs; NaN marks missing values. */
export interface DifferenceTests {
  /** Plain differences until the series has a level, 0 to 2. */
  readonly differences: (values: Float64Array) => number;
  /** Seasonal differences, 0 or 1. */
  readonly seasonalDifferences: (values: Float64Array, period: number) => number;
}

/** The rules of R's `auto.arima`. */
export const USUAL_TESTS: DifferenceTests = {
  differences: differencesByKpss,
  seasonalDifferences: (values, period) => ((seasonalStrength(values, period) ?? 0) > 0.64 ? 1 : 0),
};

/** Critical value of the KPSS statistic of a level at 5 %. */
const LEVEL_5_PERCENT = 0.463;

/** By repeated KPSS tests with 3 sqrt(n) / 13 lags, as R's `ndiffs`. */
function differencesByKpss(values: Float64Array): number {
  let series: Float64Array = values.filter((value) => !Number.isNaN(value));
  for (let d = 0; d < 2; d++) {
    const test = isConstant(series) ? null : kpss(series, { lags: Math.trunc((3 * Math.sqrt(series.length)) / 13) });
    if (test?.status !== "ok" || !(test.statistic > LEVEL_5_PERCENT)) return d;
    series = differenced(series, differenceLags({ d: 1, seasonalD: 0, period: 1 }));
  }
  return 2;
}

/** Strength of the season in an STL decomposition over 11 cycles, as R's `nsdiffs(test = "seas")`; null without a season. */
export function seasonalStrength(values: Float64Array, period: number): number | null {
  if (isConstant(values)) return null;
  const parts = stl(fillGaps(values, period).values, { period, seasonalWindow: 11 });
  if (parts.status !== "ok") return null;
  const remainder = parts.remainder.map((value, t) => (Number.isNaN(values[t] as number) ? Number.NaN : value));
  return strengths({ ...parts, remainder }).seasons[0]?.strength ?? null;
}

/** Whether all values present are one and the same, but for rounding. */
export function isConstant(values: Float64Array): boolean {
  const present = values.filter((value) => !Number.isNaN(value));
  const first = present[0] ?? 0;
  const largest = present.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return present.every((value) => Math.abs(value - first) <= 1.5e-8 * largest);
}
