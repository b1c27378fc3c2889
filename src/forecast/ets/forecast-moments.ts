import type { EtsModelState } from "./model-state.ts";
import { multiplicativeSeasonMoments } from "./multiplicative-season.ts";

/** Means and variances of the steps ahead. */
export interface ForecastMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** What of a step's mean comes from level and trend, and what of the season: summands, or factors of 0 or 1 and more. */
export interface PointPath {
  readonly mean: Float64Array;
  readonly trend: Float64Array;
  readonly season: Float64Array;
}

/** The path on which all future errors are 0. */
export function pointPath({ form, parameters, last }: EtsModelState, steps: number): PointPath {
  const trend = new Float64Array(steps);
  const season = new Float64Array(steps);
  const growth = last.growth ?? 0;
  let damping = 0;
  for (let h = 0; h < steps; h++) {
    damping += parameters.phi ** (h + 1);
    const byFactor = form.trend === "M" || form.trend === "Md";
    trend[h] = byFactor ? last.level * growth ** damping : last.level + damping * growth;
    season[h] = form.season === "N" ? 0 : (last.season[h % last.season.length] as number);
  }
  const mean = trend.map((value, h) => {
    const effect = season[h] as number;
    return form.season === "M" ? value * effect : value + effect;
  });
  return { mean, trend, season };
}

/**
 * Means and variances by the formulas of Hyndman, Koehler, Ord and Snyder (2008), chapter 6: classes 1 (linear, additive error), 2
 * (linear, multiplicative error) and 3 (multiplicative season). Null for the forms without a formula.
 */
export function analyticMoments(state: EtsModelState, steps: number): ForecastMoments | null {
  const { error, trend, season } = state.form;
  if (trend === "M" || trend === "Md") return null;
  if (season === "M") return error === "M" ? multiplicativeSeasonMoments(state, steps) : null;
  return error === "A" ? linearMoments(state, steps) : relativeErrorMoments(state, steps);
}

/** What an error of 1 adds to the mean 1, 2, 3 ... steps later. */
function errorWeights({ form, parameters, last }: EtsModelState, steps: number): Float64Array {
  const { alpha, beta, gamma, phi } = parameters;
  let damping = 0;
  return new Float64Array(steps).map((_, j) => {
    damping += phi ** (j + 1);
    const seasonal = form.season !== "N" && (j + 1) % last.season.length === 0;
    return alpha + beta * damping + (seasonal ? gamma : 0);
  });
}

function linearMoments(state: EtsModelState, steps: number): ForecastMoments {
  const { sigma2 } = state;
  const weights = errorWeights(state, steps);
  let sum = 1;
  const variance = new Float64Array(steps).map((_, h) => {
    if (h > 0) sum += (weights[h - 1] as number) ** 2;
    return sigma2 * sum;
  });
  return { mean: pointPath(state, steps).mean, variance };
}

function relativeErrorMoments(state: EtsModelState, steps: number): ForecastMoments {
  const { sigma2 } = state;
  const { mean } = pointPath(state, steps);
  const weights = errorWeights(state, steps);
  const theta = new Float64Array(steps);
  for (let h = 0; h < steps; h++) {
    let sum = 0;
    for (let j = 0; j < h; j++) sum += (weights[j] as number) ** 2 * (theta[h - 1 - j] as number);
    theta[h] = (mean[h] as number) ** 2 + sigma2 * sum;
  }
  return { mean, variance: theta.map((value, h) => (1 + sigma2) * value - (mean[h] as number) ** 2) };
}
