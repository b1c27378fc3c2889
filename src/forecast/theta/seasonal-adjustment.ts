import { normal } from "../../stats/distributions/normal.ts";
import type { Decomposition } from "../decomposition/decomposition.ts";
import { seasonalFigure } from "../seasonal-figure.ts";

/** The season taken out before a Theta model is fitted and put back into what it forecasts. */
export interface SeasonalAdjustment {
  readonly kind: Decomposition["kind"];
  /** Factors or summands, that of the series' first step first. */
  readonly figure: readonly number[];
}

/** The level of the test for a season; the size is 10 %, as in Assimakopoulos and Nikolopoulos (2000). */
const CRITICAL = normal().quantile(0.95);
const LEAST_FACTOR = 1e-4;

/**
 * The seasonal figure if the autocorrelation at the period is significant, else null. It is multiplicative as in the M3 competition, and
 * additive where values are not all positive (R divides by them all the same).
 * @param values complete
 */
export function findSeason(values: Float64Array, period: number): SeasonalAdjustment | null {
  if (period < 2 || values.length <= 2 * period || !isSeasonal(values, period)) return null;
  const kind = values.every((value) => value > 0) ? "multiplicative" : "additive";
  const figure = [...seasonalFigure(values, period, kind)];
  if (kind === "multiplicative" && figure.some((factor) => Math.abs(factor) < LEAST_FACTOR)) return null;
  return { kind, figure };
}

export function withoutSeason(values: Float64Array, season: SeasonalAdjustment | null): Float64Array {
  if (season === null) return values;
  return values.map((value, i) => {
    const effect = season.figure[i % season.figure.length] as number;
    return season.kind === "additive" ? value - effect : value / effect;
  });
}

/** Puts the season back. @param first the step of the series that the first value belongs to */
export function withSeason(values: Float64Array, season: SeasonalAdjustment | null, first = 0): Float64Array {
  if (season === null) return values;
  return values.map((value, i) => {
    const effect = season.figure[(first + i) % season.figure.length] as number;
    return season.kind === "additive" ? value + effect : value * effect;
  });
}

function isSeasonal(values: Float64Array, period: number): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const product = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < centred.length; i++) sum += (centred[i] as number) * (centred[i - lag] as number);
    return sum;
  };
  const variance = product(0);
  if (variance === 0) return false;
  let squares = 0;
  for (let lag = 1; lag < period; lag++) squares += (product(lag) / variance) ** 2;
  const limit = Math.sqrt((1 + 2 * squares) / values.length);
  return Math.abs(product(period) / variance) / limit > CRITICAL;
}
