import { AppError } from "../../core/errors.ts";
import { createRng } from "../../core/rng.ts";
import { requireBetween } from "../../stats/input.ts";
import { fromPlain, stateOf } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, ForecastInterval, PredictOptions } from "../forecaster.ts";
import { DEFAULT_LEVELS } from "../prediction-interval.ts";
import { type Composition, compose } from "./components.ts";
import { requireKnown } from "./dated-values.ts";
import { type Feature, featuresAt } from "./features.ts";
import { simulatedIntervals } from "./future-paths.ts";
import type { ProphetState } from "./prophet-state.ts";

const DEFAULT_SEED = 1;

/** A fitted Prophet. `fitted` is the curve at every step of the series, missing values included. */
export class FittedProphet implements FittedForecaster {
  readonly method: string;
  readonly fitted: Float64Array;
  readonly diagnostics: Diagnostics;
  readonly #state: ProphetState;

  constructor(state: ProphetState) {
    this.#state = state;
    this.method = `Prophet(${state.growth})`;
    this.fitted = fromPlain(state.fitted);
    this.diagnostics = diagnosticsOf(state);
  }

  /** A model that `toJson` wrote. @throws AppError USAGE where it is of another model */
  static fromJson(json: unknown): FittedProphet {
    return new FittedProphet(stateOf<ProphetState>(json, "prophet"));
  }

  /**
   * The curve and intervals at `times`, past or future, in ascending order; by default the steps after the last one
   * fitted, if they are evenly spaced.
   * @throws AppError USAGE when times, a regressor, a condition, a cap or a floor is missing
   */
  predict(steps: number, options: PredictOptions = {}): Forecast {
    const times = this.#timesOf(steps, options.times);
    const features = featuresAt(this.#state.effects, times, options.regressors);
    requireFeatures(features, times);
    const composition = compose(this.#state, features, times);
    const { mean, components } = composition;
    return { mean, intervals: this.#intervals(composition, options), components };
  }

  toJson(): ProphetState {
    return this.#state;
  }

  #timesOf(steps: number, given: Float64Array | undefined): Float64Array {
    const { lastMs, stepMs } = this.#state;
    if (given !== undefined) {
      const ascends = given.every((time, i) => i === 0 || time >= (given[i - 1] as number));
      if (given.length === steps && ascends) return given;
      throw new AppError("USAGE", `prophet: ${given.length} times were given for ${steps} steps`, {
        hint: "give the start of each forecast step, in ascending order",
      });
    }
    if (stepMs === null) {
      throw new AppError("USAGE", "prophet: the steps of the series are not evenly spaced", {
        hint: "give the starts of the forecast steps as times",
      });
    }
    return Float64Array.from({ length: steps }, (_, i) => lastMs + (i + 1) * stepMs);
  }

  #intervals({ t, cap, floor, factor, added }: Composition, options: PredictOptions): readonly ForecastInterval[] {
    const { levels = DEFAULT_LEVELS, seed = DEFAULT_SEED } = options;
    for (const level of levels) requireBetween(level, [0, 1], "level of an interval");
    if (levels.length === 0) return [];
    const { sigma, samples, scale } = this.#state;
    const simulation = { trend: this.#state, sigma, samples, levels, rng: createRng(seed) };
    const unscale = (values: Float64Array): Float64Array =>
      values.map((value, i) => (floor[i] as number) + scale.value * value);
    return simulatedIntervals({ t, cap, factor, added }, simulation).map(({ level, low, high }) => ({
      level,
      low: unscale(low),
      high: unscale(high),
    }));
  }
}

/** @throws AppError USAGE naming a component whose known values do not reach every step */
export function requireFeatures(features: readonly Feature[], times: Float64Array): void {
  for (const { component, values } of features) requireKnown(values, times, component);
}

function diagnosticsOf({ growth, rate, offset, changes, changepoints, scale, sigma }: ProphetState): Diagnostics {
  const at = (place: number): string => new Date(scale.startMs + place * scale.spanMs).toISOString();
  const trend = [
    { name: "k", value: rate },
    { name: "m", value: offset },
  ].slice(growth === "flat" ? 1 : 0);
  const bends = changepoints.map((place, j) => ({ name: `delta[${at(place)}]`, value: changes[j] as number }));
  const all = [...trend, ...bends, { name: "sigma_obs", value: sigma }];
  return {
    parameters: all.map((parameter) => ({ ...parameter, se: null })),
    ...{ logLik: null, aic: null, aicc: null, bic: null },
    sigma2: (sigma * scale.value) ** 2,
  };
}
