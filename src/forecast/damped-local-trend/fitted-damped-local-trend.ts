import { createRng } from "../../core/rng.ts";
import { studentT } from "../../stats/distributions/student-t.ts";
import { fromPlain, type PlainNumbers, stateOf } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, PredictOptions } from "../forecaster.ts";
import { DEFAULT_SEED, PATHS, quantileIntervals } from "../simulated-intervals.ts";
import {
  type DampedLocalTrendFrame,
  type DampedLocalTrendParameters,
  forecastOf,
  globalTrend,
  learn,
} from "./recursion.ts";

/** A fitted model as JSON holds it; states and parameters are those of standardised values. */
export interface DampedLocalTrendState {
  readonly model: "damped-local-trend";
  readonly frame: DampedLocalTrendFrame;
  readonly parameters: DampedLocalTrendParameters;
  readonly last: { readonly level: number; readonly slope: number; readonly season: readonly number[] };
  /** Of the values. */
  readonly mean: number;
  readonly sd: number;
  /** Known values. */
  readonly n: number;
  /** Parameters estimated. */
  readonly count: number;
  readonly logLik: number;
  readonly bic: number;
  readonly fitted: PlainNumbers;
}

/** Makes the model again that `toJson` of a damped local trend described. */
export function dampedLocalTrendFromJson(json: unknown): FittedForecaster {
  return new FittedDampedLocalTrend(stateOf<DampedLocalTrendState>(json, "damped-local-trend"));
}

export class FittedDampedLocalTrend implements FittedForecaster {
  private readonly state: DampedLocalTrendState;
  readonly fitted: Float64Array;

  constructor(state: DampedLocalTrendState) {
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get method(): string {
    return `Damped local trend (${this.state.frame.trend})`;
  }

  get diagnostics(): Diagnostics {
    const { parameters, sd, n, count, logLik, bic } = this.state;
    const { df, scale } = parameters;
    const aic = -2 * logLik + 2 * count;
    return {
      parameters: Object.entries(parameters).map(([name, value]) => ({ name, value, se: null })),
      logLik,
      aic,
      aicc: n > count + 1 ? aic + (2 * count * (count + 1)) / (n - count - 1) : null,
      bic,
      sigma2: (sd * scale) ** 2 * (df / (df - 2)),
    };
  }

  /** Components: `trend` (global, with the mean of the values), `local` (level and slope) and `season`. */
  predict(steps: number, { levels, seed = DEFAULT_SEED }: PredictOptions = {}): Forecast {
    const { frame, parameters, last, mean: centre, sd } = this.state;
    const mean = this.path(steps, () => 0);
    const trend = mean.map((_, h) => centre + sd * globalTrend(frame, parameters.growth, frame.length + h));
    const season = mean.map((_, h) => sd * (last.season[(frame.length + h) % Math.max(last.season.length, 1)] ?? 0));
    const local = mean.map((value, h) => value - (trend[h] as number) - (season[h] as number));
    const components = last.season.length === 0 ? { trend, local } : { trend, local, season };
    const rng = createRng(seed);
    const errors = studentT(parameters.df);
    const paths = new Float64Array(PATHS * steps);
    for (let path = 0; path < PATHS; path++) {
      paths.set(
        this.path(steps, () => parameters.scale * errors.sample(rng)),
        path * steps,
      );
    }
    return { mean, intervals: quantileIntervals(paths, steps, levels), components };
  }

  toJson(): unknown {
    return this.state;
  }

  private path(steps: number, draw: () => number): Float64Array {
    const { frame, parameters, last, mean, sd } = this.state;
    const states = { level: last.level, slope: last.slope, season: Float64Array.from(last.season) };
    return new Float64Array(steps).map((_, h) => {
      const t = frame.length + h;
      const effect = states.season[t % Math.max(states.season.length, 1)] ?? 0;
      const value = forecastOf(states, { frame, growth: parameters.growth, t }) + effect + draw();
      learn(states, value, { frame, parameters, t });
      return mean + sd * value;
    });
  }
}
