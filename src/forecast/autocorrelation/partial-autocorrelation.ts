import { normal } from "../../stats/distributions/normal.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { Matrix } from "../../stats/linear-algebra/matrix.ts";
import { Qr } from "../../stats/linear-algebra/qr.ts";
import { type Correlogram, refusal } from "./autocorrelation.ts";
import { laggedProducts } from "./spectrum.ts";

/** By the names of statsmodels: Yule-Walker with products over n - k, over n, and a least-squares regression per lag. */
export type PacfMethod = "ywadjusted" | "ywm" | "ols";

export interface PartialAutocorrelationOptions {
  /** Default min(10 log10 n, n / 2 - 1); at most n / 2. */
  readonly lags?: number;
  /** Default "ywm", whose coefficients are always within -1 and 1. */
  readonly method?: PacfMethod;
  readonly level?: number;
}

/**
 * Partial autocorrelation: what lag k adds to the lags before it, with bounds of z / sqrt(n). Undetermined with missing values,
 * fewer than four, or when all are equal.
 */
export function partialAutocorrelation(
  values: Float64Array,
  { lags, method = "ywm", level = 0.95 }: PartialAutocorrelationOptions = {},
): Inferred<Correlogram> {
  const n = values.length;
  const name = `partial autocorrelation (${method})`;
  const refused = n < 4 ? `${n} steps are too few` : refusal(values);
  if (refused !== null) return undetermined(name, n, refused);
  const half = Math.floor(n / 2);
  const most = Math.min(Math.max(1, lags ?? Math.min(Math.floor(10 * Math.log10(n)), half - 1)), half);
  const coefficients =
    method === "ols" ? byRegression(values, most) : levinsonDurbin(covariances(values, most, method));
  const bounds = new Float64Array(most + 1).fill(normal().quantile(0.5 + level / 2) / Math.sqrt(n));
  bounds[0] = 0;
  const assumptions = ["stationary series"];
  return { status: "ok", method: name, n, assumptions, warnings: [], coefficients, bounds, level };
}

function covariances(values: Float64Array, lags: number, method: "ywadjusted" | "ywm"): Float64Array {
  const n = values.length;
  return laggedProducts(values, lags).map((sum, lag) => sum / (method === "ywadjusted" ? n - lag : n));
}

/** The last coefficient of the autoregression of each order (Durbin 1960). */
function levinsonDurbin(covariance: Float64Array): Float64Array {
  const order = covariance.length - 1;
  const partial = new Float64Array(order + 1);
  partial[0] = 1;
  let phi = new Float64Array(0);
  let variance = covariance[0] as number;
  for (let k = 1; k <= order; k++) {
    let left = covariance[k] as number;
    for (let j = 1; j < k; j++) left -= (phi[j - 1] as number) * (covariance[k - j] as number);
    const reflection = left / variance;
    const next = new Float64Array(k);
    for (let j = 1; j < k; j++) next[j - 1] = (phi[j - 1] as number) - reflection * (phi[k - j - 1] as number);
    next[k - 1] = reflection;
    phi = next;
    variance *= 1 - reflection * reflection;
    partial[k] = reflection;
  }
  return partial;
}

function byRegression(values: Float64Array, lags: number): Float64Array {
  const n = values.length;
  const partial = new Float64Array(lags + 1);
  partial[0] = 1;
  for (let k = 1; k <= lags; k++) {
    const rows = n - k;
    const lagged = Array.from({ length: k }, (_, j) => values.subarray(k - 1 - j, n - 1 - j));
    const qr = new Qr(Matrix.ofColumns([new Float64Array(rows).fill(1), ...lagged], rows));
    const last = qr.kept.indexOf(k);
    const solved = qr.solve(qr.rotate(values.subarray(k)));
    partial[k] = last === -1 ? 0 : (solved[last] as number);
  }
  return partial;
}
