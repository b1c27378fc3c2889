import { undetermined } from "../../stats/inference.ts";
import { estimate } from "../ets/estimate.ts";
import { lineThrough } from "../ets/initial-state.ts";
import { fromPlain, type PlainNumbers, stateOf, toPlain } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Forecaster, PredictOptions } from "../forecaster.ts";
import { symmetricIntervals } from "../prediction-interval.ts";
import { type SeasonalAdjustment, withSeason } from "./seasonal-adjustment.ts";
import { thetaInput } from "./theta-input.ts";

const METHOD = "Theta";

export interface ThetaOptions {
  /** Steps of the season; default the shortest period of the series. */
  readonly period?: number;
}

interface ThetaState {
  readonly model: "theta";
  /** Length of the series. */
  readonly n: number;
  readonly alpha: number;
  /** Half the slope of the line through the adjusted series, per step. */
  readonly drift: number;
  /** Level after the last value. */
  readonly level: number;
  readonly sigma2: number;
  readonly season: SeasonalAdjustment | null;
  readonly fitted: PlainNumbers;
}

/**
 * The Theta method of Assimakopoulos and Nikolopoulos (2000) in the form of Hyndman and Billah (2003): simple exponential smoothing
 * with half the slope of the trend as drift, on the series without its season. Forecasts and intervals are those of R's
 * `thetaf`; `fitted` holds one-step forecasts with the drift, which R leaves out. Gaps are filled on the line between neighbours in the season.
 */
export function theta({ period }: ThetaOptions = {}): Forecaster {
  return {
    id: "theta",
    fit(series) {
      const input = thetaInput(METHOD, series, period);
      if (input.status === "undetermined") return input;
      const { adjusted, season, n, constant, warnings } = input;
      const smooth = constant ? null : smoothed(adjusted);
      if (!constant && smooth === null) return undetermined(METHOD, n, "the level cannot be estimated");
      const alpha = smooth?.alpha ?? 1;
      const drift = constant ? 0 : lineThrough(adjusted).slope / 2;
      const fits = (smooth?.fitted ?? adjusted).map((value, t) => value + drift * driftSteps(alpha, t));
      const model = new FittedTheta({
        model: "theta",
        n: adjusted.length,
        alpha,
        drift,
        level: smooth?.level ?? (adjusted[0] as number),
        sigma2: smooth?.sigma2 ?? 0,
        season,
        fitted: toPlain(withSeason(fits, season)),
      });
      const assumptions = ["errors are independent and close to normal", "the trend goes on at half its slope"];
      return { status: "ok", method: METHOD, n, assumptions, warnings, model };
    },
  };
}

/** Makes the model again that `toJson` of a Theta model described. */
export function thetaFromJson(json: unknown): FittedForecaster {
  return new FittedTheta(stateOf<ThetaState>(json, "theta"));
}

interface Smoothed {
  readonly alpha: number;
  readonly level: number;
  readonly sigma2: number;
  readonly fitted: Float64Array;
}

function smoothed(values: Float64Array): Smoothed | null {
  const form = { error: "A", trend: "N", season: "N" } as const;
  const found = estimate(form, { values, filled: values, period: 1, objective: "mse" });
  if (found === null) return null;
  return { alpha: found.parameters.alpha, level: found.last.level, sigma2: found.sigma2, fitted: found.fitted };
}

/** Steps of drift in a forecast one step after t values: smoothing follows a trend with a delay. */
function driftSteps(alpha: number, t: number): number {
  return (1 - (1 - alpha) ** t) / alpha;
}

class FittedTheta implements FittedForecaster {
  private readonly state: ThetaState;
  readonly method = METHOD;
  readonly fitted: Float64Array;

  constructor(state: ThetaState) {
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get diagnostics(): Diagnostics {
    const { alpha, drift, sigma2 } = this.state;
    const parameters = [
      { name: "alpha", value: alpha, se: null },
      { name: "drift", value: drift, se: null },
    ];
    return { parameters, logLik: null, aic: null, aicc: null, bic: null, sigma2 };
  }

  predict(steps: number, { levels }: PredictOptions = {}): Forecast {
    const { n, alpha, drift, level, sigma2, season } = this.state;
    const delay = driftSteps(alpha, n);
    const trend = new Float64Array(steps).map((_, h) => level + drift * (h + delay));
    const se = new Float64Array(steps).map((_, h) => Math.sqrt(sigma2) * Math.sqrt(h * alpha * alpha + 1));
    const mean = withSeason(trend, season, n);
    return { mean, intervals: symmetricIntervals({ mean, se }, levels), components: {} };
  }

  toJson(): unknown {
    return this.state;
  }
}
