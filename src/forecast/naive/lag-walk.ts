import { type Inferred, undetermined } from "../../stats/inference.ts";
import { fromPlain, type PlainNumbers, stateOf, toPlain } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Forecaster, PredictOptions, Series } from "../forecaster.ts";
import { symmetricIntervals } from "../prediction-interval.ts";
import { withoutLikelihood } from "./no-likelihood.ts";

interface LagWalkState {
  readonly model: "lag-walk";
  readonly method: string;
  readonly lag: number;
  /** Growth in one lag; its error is null in a walk without drift. */
  readonly drift: number;
  readonly driftSe: number | null;
  readonly sigma2: number;
  /** The last known value of each step of the lag. */
  readonly last: readonly number[];
  readonly fitted: PlainNumbers;
}

/** Every future value is the last known one. */
export function naive(): Forecaster {
  return lagWalk("naive", () => ({ method: "Naive", lag: 1, drift: false }));
}

/** The last value plus the mean change per step times the steps: R's `rwf(drift = TRUE)`. */
export function drift(): Forecaster {
  return lagWalk("drift", () => ({ method: "Random walk with drift", lag: 1, drift: true }));
}

/**
 * Every future value is that of the same step one season before, the last one known there: R's `snaive`.
 * @param options.period steps of the season; default the shortest period of the series, 1 (naive) when it has none
 */
export function seasonalNaive(options: { readonly period?: number } = {}): Forecaster {
  return lagWalk("seasonal-naive", ({ periods }) => {
    const lag = options.period ?? periods[0] ?? 1;
    return { method: lag === 1 ? "Naive" : `Seasonal naive (period ${lag})`, lag, drift: false };
  });
}

/** Makes the model again that `toJson` of a walk described. */
export function lagWalkFromJson(json: unknown): FittedForecaster {
  return new LagWalk(stateOf<LagWalkState>(json, "lag-walk"));
}

interface WalkPlan {
  readonly method: string;
  readonly lag: number;
  readonly drift: boolean;
}

function lagWalk(id: string, plan: (series: Series) => WalkPlan): Forecaster {
  return { id, fit: (series) => fitLagWalk(series.values, plan(series)) };
}

function fitLagWalk(
  values: Float64Array,
  { method, lag, drift }: WalkPlan,
): Inferred<{ readonly model: FittedForecaster }> {
  const filled = carriedForward(values, lag);
  const fitted = values.map((_, i) => (i < lag ? Number.NaN : (filled[i - lag] as number)));
  const changes = values.map((value, i) => value - (fitted[i] as number)).filter((change) => !Number.isNaN(change));
  const known = values.filter((value) => !Number.isNaN(value)).length;
  const needed = drift ? 2 : 1;
  if (changes.length < needed) {
    const reason = `${known} known values of ${values.length} give ${changes.length} changes over ${lag} steps; ${needed} needed`;
    return undetermined(method, known, reason);
  }
  const last = filled.subarray(filled.length - lag);
  if (last.includes(Number.NaN)) return undetermined(method, known, "a step of the season has no known value");
  const mean = drift ? changes.reduce((sum, change) => sum + change, 0) / changes.length : 0;
  const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0);
  const sigma2 = squares / (changes.length - (drift ? 1 : 0));
  const model = new LagWalk({
    model: "lag-walk",
    method,
    lag,
    drift: mean,
    driftSe: drift ? Math.sqrt(sigma2 / changes.length) : null,
    sigma2,
    last: [...last],
    fitted: toPlain(fitted.map((value) => value + mean)),
  });
  const warnings = sigma2 === 0 ? ["the changes are all the same: the intervals have no width"] : [];
  return {
    status: "ok",
    method,
    n: known,
    assumptions: ["changes are independent and close to normal"],
    warnings,
    model,
  };
}

/** The values with each missing one replaced by the one a lag before, as far as there is one. */
function carriedForward(values: Float64Array, lag: number): Float64Array {
  const filled = values.slice();
  for (let i = lag; i < filled.length; i++) {
    if (Number.isNaN(filled[i])) filled[i] = filled[i - lag] as number;
  }
  return filled;
}

class LagWalk implements FittedForecaster {
  private readonly state: LagWalkState;
  readonly fitted: Float64Array;

  constructor(state: LagWalkState) {
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get method(): string {
    return this.state.method;
  }

  get diagnostics(): Diagnostics {
    const { drift, driftSe, sigma2 } = this.state;
    return withoutLikelihood(driftSe === null ? [] : [{ name: "drift", value: drift, se: driftSe }], sigma2);
  }

  predict(steps: number, { levels }: PredictOptions = {}): Forecast {
    const { lag, drift, driftSe, sigma2, last } = this.state;
    const mean = new Float64Array(steps);
    const se = new Float64Array(steps);
    for (let h = 0; h < steps; h++) {
      const lags = Math.floor(h / lag) + 1;
      mean[h] = (last[h % lag] as number) + lags * drift;
      se[h] = Math.sqrt(sigma2 * lags + (lags * (driftSe ?? 0)) ** 2);
    }
    return { mean, intervals: symmetricIntervals({ mean, se }, levels), components: {} };
  }

  toJson(): unknown {
    return this.state;
  }
}
