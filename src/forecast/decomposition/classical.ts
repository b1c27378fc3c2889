import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { type Decomposition, missingReason } from "./decomposition.ts";

export interface ClassicalOptions {
  /** Steps of a season, at least 2. */
  readonly period: number;
  readonly kind?: Decomposition["kind"];
}

const METHOD = "classical decomposition";

/**
 * Trend by a centred moving average over one period (half weights at the ends of an even one), the season by the mean
 * of each phase, as statsmodels' `seasonal_decompose`. The first and last half period have no trend. Undetermined with missing
 * values, fewer than two cycles, or values that are not above 0 for a multiplicative one.
 * @throws AppError USAGE for a period that is not a whole number of at least 2
 */
export function classicalDecomposition(
  values: Float64Array,
  { period, kind = "additive" }: ClassicalOptions,
): Inferred<Decomposition> {
  const n = values.length;
  if (!Number.isInteger(period) || period < 2)
    throw new AppError("USAGE", `a period is a whole number of steps from 2, not ${period}`);
  const missing = missingReason(values);
  if (missing !== null) return undetermined(METHOD, n, missing);
  if (n < 2 * period) return undetermined(METHOD, n, `${n} steps are less than two cycles of ${period}`);
  const times = kind === "multiplicative";
  if (times && values.some((value) => value <= 0))
    return undetermined(METHOD, n, "a multiplicative season needs values above 0");
  const trend = centredMean(values, period);
  const detrended = values.map((y, i) => (times ? y / (trend[i] as number) : y - (trend[i] as number)));
  const phases = phaseMeans(detrended, period);
  const level = phases.reduce((sum, value) => sum + value, 0) / period;
  const season = values.map((_, i) => {
    const phase = phases[i % period] as number;
    return times ? phase / level : phase - level;
  });
  return {
    status: "ok",
    method: `${METHOD}, ${kind}`,
    n,
    assumptions: ["the season does not change"],
    warnings: [],
    kind,
    trend,
    seasons: [{ period, values: season }],
    remainder: detrended.map((value, i) => (times ? value / (season[i] as number) : value - (season[i] as number))),
    weights: null,
  };
}

/** A moving average over one period around each value; NaN where it does not fit. */
export function centredMean(values: Float64Array, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  return values.map((_, i) => {
    if (i < half || i + half >= values.length) return Number.NaN;
    let sum = 0;
    for (let j = i - half; j <= i + half; j++)
      sum += (values[j] as number) * (even && (j === i - half || j === i + half) ? 0.5 : 1);
    return sum / period;
  });
}

/** The mean of each phase of the values that there are. */
export function phaseMeans(values: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const phase = i % period;
    sums[phase] = (sums[phase] as number) + value;
    counts[phase] = (counts[phase] as number) + 1;
  });
  return sums.map((sum, phase) => sum / (counts[phase] as number));
}
