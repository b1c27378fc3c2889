import { normal } from "../../stats/distributions/normal.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { missingReason } from "../decomposition/decomposition.ts";
import { laggedProducts } from "./spectrum.ts";

export interface AutocorrelationOptions {
  /** Default min(10 log10 n, n - 1). */
  readonly lags?: number;
  /** Products at lag k are divided by n - k instead of n. Default false. */
  readonly adjusted?: boolean;
  /** Of the bounds; default 0.95. */
  readonly level?: number;
}

/** Coefficients from lag 0 on, each with the bounds around 0 it stays in when there is no correlation at its lag. */
export interface Correlogram {
  readonly coefficients: Float64Array;
  /** Half-width: a coefficient further from 0 is beyond chance at the level; 0 at lag 0. */
  readonly bounds: Float64Array;
  readonly level: number;
}

const METHOD = "autocorrelation";

/**
 * Autocorrelation with Bartlett's bounds (the variance at lag k counts the coefficients before it), as statsmodels' `acf`.
 * Undetermined with missing values, fewer than three, or when all are equal.
 */
export function autocorrelation(
  values: Float64Array,
  { lags, adjusted = false, level = 0.95 }: AutocorrelationOptions = {},
): Inferred<Correlogram> {
  const n = values.length;
  const refused = refusal(values);
  if (refused !== null) return undetermined(METHOD, n, refused);
  const most = Math.min(lags ?? Math.floor(10 * Math.log10(n)), n - 1);
  const products = laggedProducts(values, most);
  const total = products[0] as number;
  const coefficients = products.map((sum, lag) => (adjusted ? (sum / (n - lag)) * n : sum) / total);
  const z = normal().quantile(0.5 + level / 2);
  const bounds = new Float64Array(most + 1);
  let variance = 1 / n;
  for (let lag = 1; lag <= most; lag++) {
    if (lag > 1) variance += (2 * (coefficients[lag - 1] as number) ** 2) / n;
    bounds[lag] = z * Math.sqrt(variance);
  }
  const method = `autocorrelation (${adjusted ? "adjusted" : "biased"}), Bartlett bounds`;
  return { status: "ok", method, n, assumptions: ["stationary series"], warnings: [], coefficients, bounds, level };
}

/** Why a series has no correlations, or null. */
export function refusal(values: Float64Array): string | null {
  const missing = missingReason(values);
  if (missing !== null) return missing;
  if (values.length < 3) return `${values.length} steps are too few`;
  const first = values[0];
  return values.every((value) => value === first) ? "all values are equal" : null;
}
