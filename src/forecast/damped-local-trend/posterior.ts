import { lgamma } from "../../stats/special/gamma.ts";
import {
  type DampedLocalTrendFrame,
  type DampedLocalTrendParameters,
  forecastOf,
  type LocalStates,
  learn,
} from "./recursion.ts";

/** Least scale of the errors of standardised values: keeps a perfect fit from an unbounded likelihood. */
const LEAST_SCALE = 1e-4;
/** Orbit's range. */
const DF_RANGE = [5, 40] as const;
const PRODUCT_LIMIT = 1e200;

/** What a run through the series leaves. */
export interface LocalRun {
  readonly logLik: number;
  readonly fitted: Float64Array;
  readonly last: LocalStates;
}

export interface LocalProblem {
  /** Standardised, NaN where there is none; the first one is known. */
  readonly values: Float64Array;
  readonly frame: DampedLocalTrendFrame;
  /** Effects of the season before the first value; empty without one. */
  readonly season: Float64Array;
}

/** Minus the log posterior density; Infinity outside of the parameters' ranges. */
export function minusLogPosterior(problem: LocalProblem, parameters: DampedLocalTrendParameters): number {
  const { level, slope, season, growth, scale, df } = parameters;
  const inside = [level, slope, season].every((share) => share >= 0 && share <= 1);
  if (!inside || !(scale >= LEAST_SCALE) || !(df >= DF_RANGE[0] && df <= DF_RANGE[1])) return Infinity;
  const logPrior = -0.5 * growth * growth - Math.log1p(scale * scale);
  return -runThrough(problem, parameters).logLik - logPrior;
}

/** Filters the series; the level starts at the first value, the slope at 0. Missing values leave the states as forecast. */
export function runThrough({ values, frame, season }: LocalProblem, parameters: DampedLocalTrendParameters): LocalRun {
  const { growth, scale, df } = parameters;
  const states: LocalStates = { level: (values[0] as number) - (season[0] ?? 0), slope: 0, season: season.slice() };
  const fitted = new Float64Array(values.length).fill(Number.NaN);
  const spread = df * scale * scale;
  let [logs, product, count] = [0, 1, 0];
  for (let t = 1; t < values.length; t++) {
    const forecast =
      forecastOf(states, { frame, growth, t }) +
      (season.length === 0 ? 0 : (states.season[t % season.length] as number));
    const value = values[t] as number;
    const missing = Number.isNaN(value);
    fitted[t] = forecast;
    learn(states, missing ? forecast : value, { frame, parameters, t });
    if (missing) continue;
    count++;
    product *= 1 + (value - forecast) ** 2 / spread;
    if (product < PRODUCT_LIMIT) continue;
    logs += Math.log(product);
    product = 1;
  }
  const constant = lgamma((df + 1) / 2) - lgamma(df / 2) - 0.5 * Math.log(Math.PI * spread);
  return { logLik: count * constant - ((df + 1) / 2) * (logs + Math.log(product)), fitted, last: states };
}
