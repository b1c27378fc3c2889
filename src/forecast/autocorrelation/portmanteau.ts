import { chiSquared } from "../../stats/distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { refusal } from "./autocorrelation.ts";
import { laggedProducts } from "./spectrum.ts";

export interface PortmanteauOptions {
  /** Default min(10, n / 5) (Hyndman and Athanasopoulos), or twice the season where that is known to the caller. */
  readonly lags?: number;
  /** Coefficients that were fitted to get these residuals; they take degrees of freedom. Default 0. */
  readonly fitted?: number;
  readonly kind?: "ljung-box" | "box-pierce";
}

export interface Portmanteau {
  readonly statistic: number;
  /** Degrees of freedom. */
  readonly df: number;
  /** Of independence up to the lag. */
  readonly pValue: number;
  readonly lags: number;
}

/**
 * Whether a series, such as the residuals of a model, is correlated at any lag up to the last one (Ljung and Box 1978, Box and
 * Pierce 1970). Undetermined with missing or equal values, and when no degrees of freedom are left.
 */
export function portmanteau(
  values: Float64Array,
  { lags, fitted = 0, kind = "ljung-box" }: PortmanteauOptions = {},
): Inferred<Portmanteau> {
  const n = values.length;
  const method = kind === "ljung-box" ? "Ljung-Box test" : "Box-Pierce test";
  const refused = refusal(values);
  if (refused !== null) return undetermined(method, n, refused);
  const most = Math.min(lags ?? Math.max(1, Math.min(10, Math.floor(n / 5))), n - 1);
  const df = most - fitted;
  if (df < 1) return undetermined(method, n, `${most} lags leave no degrees of freedom after ${fitted} coefficients`);
  const products = laggedProducts(values, most);
  let sum = 0;
  for (let lag = 1; lag <= most; lag++) {
    const r = (products[lag] as number) / (products[0] as number);
    sum += (r * r) / (kind === "ljung-box" ? n - lag : 1);
  }
  const statistic = n * (kind === "ljung-box" ? n + 2 : 1) * sum;
  const assumptions = ["no correlation at any lag, as the hypothesis tested"];
  const pValue = chiSquared(df).sf(statistic);
  return { status: "ok", method, n, assumptions, warnings: [], statistic, df, pValue, lags: most };
}
