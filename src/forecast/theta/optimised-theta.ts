import { createRng } from "../../core/rng.ts";
import { normalDraw } from "../../stats/distributions/normal.ts";
import { undetermined } from "../../stats/inference.ts";
import { fromPlain, type PlainNumbers, stateOf, toPlain } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Forecaster, PredictOptions } from "../forecaster.ts";
import { nelderMead } from "../nelder-mead.ts";
import { DEFAULT_SEED, PATHS, quantileIntervals } from "../simulated-intervals.ts";
import {
  afterValue,
  type DynamicThetaParameters,
  type DynamicThetaState,
  firstState,
  nextForecast,
} from "./dynamic-theta.ts";
import { type SeasonalAdjustment, withSeason } from "./seasonal-adjustment.ts";
import type { ThetaOptions } from "./theta.ts";
import { thetaInput } from "./theta-input.ts";

const METHOD = "Dynamic optimised Theta";
const ALPHA_RANGE = [0.1, 0.99] as const;
/** The first forecasts that know a trend are those after two values; earlier errors do not count. */
const FIRST_ERROR = 2;

interface OptimisedThetaState {
  readonly model: "optimised-theta";
  readonly parameters: DynamicThetaParameters;
  readonly last: DynamicThetaState;
  readonly sigma2: number;
  readonly season: SeasonalAdjustment | null;
  readonly fitted: PlainNumbers;
}

/**
 * The dynamic optimised Theta model (Fiorucci et al. 2016, DOTM): how much of the trend is kept is estimated, and the trend is
 * that of the values known at each step. Level, alpha and theta minimise the squared one-step errors. Intervals are simulated.
 * Gaps are filled on the line between neighbours in the season.
 */
export function optimisedTheta({ period }: ThetaOptions = {}): Forecaster {
  return {
    id: "optimised-theta",
    fit(series) {
      const input = thetaInput(METHOD, series, period);
      if (input.status === "undetermined") return input;
      const { adjusted, season, n, warnings } = input;
      const first = adjusted[0] as number;
      const start = Float64Array.of(first / 2, 0.5, 2);
      const found = nelderMead((at) => squaredErrors(adjusted, at), start, { maxEvaluations: 1000 });
      if (found === null) return undetermined(METHOD, n, "the errors are not finite");
      const parameters = parametersOf(found.at);
      const { fitted, last } = run(adjusted, parameters);
      const model = new FittedOptimisedTheta({
        model: "optimised-theta",
        parameters,
        last,
        sigma2: found.value / Math.max(adjusted.length - FIRST_ERROR - 1, 1),
        season,
        fitted: toPlain(withSeason(fitted, season)),
      });
      const assumptions = ["errors are independent and close to normal", "the trend goes on"];
      return { status: "ok", method: METHOD, n, assumptions, warnings, model };
    },
  };
}

/** Makes the model again that `toJson` of an optimised Theta model described. */
export function optimisedThetaFromJson(json: unknown): FittedForecaster {
  return new FittedOptimisedTheta(stateOf<OptimisedThetaState>(json, "optimised-theta"));
}

function parametersOf(at: Float64Array): DynamicThetaParameters {
  const [level, alpha, theta] = at as unknown as [number, number, number];
  return { level, alpha, theta };
}

function squaredErrors(values: Float64Array, at: Float64Array): number {
  const parameters = parametersOf(at);
  const { alpha, theta } = parameters;
  if (!(alpha >= ALPHA_RANGE[0] && alpha <= ALPHA_RANGE[1] && theta >= 1)) return Infinity;
  const { fitted } = run(values, parameters);
  let sum = 0;
  for (let t = FIRST_ERROR; t < values.length; t++) sum += ((values[t] as number) - (fitted[t] as number)) ** 2;
  return sum;
}

function run(
  values: Float64Array,
  parameters: DynamicThetaParameters,
): { readonly fitted: Float64Array; readonly last: DynamicThetaState } {
  const fitted = new Float64Array(values.length).fill(Number.NaN);
  let state = firstState(values[0] as number, parameters);
  for (let t = 1; t < values.length; t++) {
    fitted[t] = nextForecast(state, parameters);
    state = afterValue(state, values[t] as number, parameters.alpha);
  }
  return { fitted, last: state };
}

class FittedOptimisedTheta implements FittedForecaster {
  private readonly state: OptimisedThetaState;
  readonly method = METHOD;
  readonly fitted: Float64Array;

  constructor(state: OptimisedThetaState) {
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get diagnostics(): Diagnostics {
    const { parameters, sigma2 } = this.state;
    const listed = Object.entries(parameters).map(([name, value]) => ({ name, value, se: null }));
    return { parameters: listed, logLik: null, aic: null, aicc: null, bic: null, sigma2 };
  }

  predict(steps: number, { levels, seed = DEFAULT_SEED }: PredictOptions = {}): Forecast {
    const { last, sigma2, season } = this.state;
    const rng = createRng(seed);
    const sd = Math.sqrt(sigma2);
    const paths = new Float64Array(PATHS * steps);
    for (let path = 0; path < PATHS; path++) {
      const values = this.path(steps, () => sd * normalDraw(rng));
      paths.set(withSeason(values, season, last.t), path * steps);
    }
    const mean = withSeason(
      this.path(steps, () => 0),
      season,
      last.t,
    );
    return { mean, intervals: quantileIntervals(paths, steps, levels), components: {} };
  }

  toJson(): unknown {
    return this.state;
  }

  private path(steps: number, draw: () => number): Float64Array {
    const { parameters } = this.state;
    let state = this.state.last;
    return new Float64Array(steps).map(() => {
      const value = nextForecast(state, parameters) + draw();
      state = afterValue(state, value, parameters.alpha);
      return value;
    });
  }
}
