import { createRng } from "../../core/rng.ts";
import { fromPlain, stateOf } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Parameter, PredictOptions } from "../forecaster.ts";
import { symmetricIntervals } from "../prediction-interval.ts";
import { DEFAULT_SEED, PATHS, quantileIntervals } from "../simulated-intervals.ts";
import { analyticMoments, pointPath } from "./forecast-moments.ts";
import { formName, isDamped } from "./form.ts";
import type { EtsModelState } from "./model-state.ts";
import { simulatePaths } from "./simulate.ts";

/** Makes the model again that `toJson` of an exponential smoothing model described. */
export function etsFromJson(json: unknown): FittedForecaster {
  return new FittedEts(stateOf<EtsModelState>(json, "ets"));
}

export class FittedEts implements FittedForecaster {
  private readonly state: EtsModelState;
  readonly fitted: Float64Array;

  constructor(state: EtsModelState) {
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get method(): string {
    return formName(this.state.form);
  }

  /** Parameters and the states before the first value: l, b and s1, s2 ... in the order of the series' first steps. */
  get diagnostics(): Diagnostics {
    const { form, parameters, initial, logLik, aic, aicc, bic, sigma2 } = this.state;
    const named: [string, number | null][] = [
      ["alpha", parameters.alpha],
      ["beta", form.trend === "N" ? null : parameters.beta],
      ["gamma", form.season === "N" ? null : parameters.gamma],
      ["phi", isDamped(form) ? parameters.phi : null],
      ["l", initial.level],
      ["b", initial.growth],
      ...initial.season.map((value, i): [string, number] => [`s${i + 1}`, value]),
    ];
    const listed = named.flatMap(([name, value]): Parameter[] => (value === null ? [] : [{ name, value, se: null }]));
    return { parameters: listed, logLik, aic, aicc, bic, sigma2 };
  }

  /** Components are `trend` (level and growth) and, unless the season is multiplicative, `season`. */
  predict(steps: number, { levels, seed = DEFAULT_SEED }: PredictOptions = {}): Forecast {
    const { state } = this;
    const path = pointPath(state, steps);
    const components: Record<string, Float64Array> =
      state.form.season === "M"
        ? {}
        : state.form.season === "A"
          ? { trend: path.trend, season: path.season }
          : { trend: path.trend };
    const moments = analyticMoments(state, steps);
    if (moments === null) {
      const paths = simulatePaths(state, { steps, paths: PATHS, rng: createRng(seed) });
      return { mean: path.mean, intervals: quantileIntervals(paths, steps, levels), components };
    }
    const { mean, variance } = moments;
    return { mean, intervals: symmetricIntervals({ mean, se: variance.map(Math.sqrt) }, levels), components };
  }

  toJson(): unknown {
    return this.state;
  }
}
