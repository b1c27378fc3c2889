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
  /** What becomes of missing values: the test is refused (default), or they and their pairs are left out. */
  readonly gaps?: "refuse" | "skip";
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
 * Pierce 1970). Undetermined with equal values, with missing ones unless they are skipped, and when no degrees of freedom are left.
 */
export function portmanteau(
  values: Float64Array,
  { lags, fitted = 0, kind = "ljung-box", gaps = "refuse" }: PortmanteauOptions = {},
): Inferred<Portmanteau> {
  const known = gaps === "skip" ? values.filter(Number.isFinite) : values;
  const n = known.length;
  const method = kind === "ljung-box" ? "Ljung-Box test" : "Box-Pierce test";
  const refused = refusal(known);
  if (refused !== null) return undetermined(method, n, refused);
  const most = Math.min(lags ?? Math.max(1, Math.min(10, Math.floor(n / 5))), n - 1);
  const mean = known.reduce((total, value) => total + value, 0) / n;
  const products = laggedProducts(n === values.length ? values : withoutGaps(values, mean), most);
  let [sum, tested] = [0, 0];
  for (let lag = 1; lag <= most; lag++) {
    const pairs = pairsApart(values, lag);
    if (pairs === 0) continue;
    const r = (products[lag] as number) / (products[0] as number);
    sum += ((r * r) / pairs) * (kind === "ljung-box" ? 1 : n - lag);
    tested++;
  }
  const df = tested - fitted;
  if (df < 1) return undetermined(method, n, `${tested} lags leave no degrees of freedom after ${fitted} coefficients`);
  const statistic = n * (kind === "ljung-box" ? n + 2 : 1) * sum;
  const assumptions = ["no correlation at any lag, as the hypothesis tested"];
  const pValue = chiSquared(df).sf(statistic);
  return { status: "ok", method, n, assumptions, warnings: [], statistic, df, pValue, lags: most };
}

/** A value at the mean adds nothing to any product. */
const withoutGaps = (values: Float64Array, mean: number): Float64Array =>
  values.map((value) => (Number.isFinite(value) ? value : mean));

/** Pairs of values so many steps apart of which neither is missing. */
function pairsApart(values: Float64Array, lag: number): number {
  let pairs = 0;
  for (let t = lag; t < values.length; t++) if (Number.isFinite(values[t]) && Number.isFinite(values[t - lag])) pairs++;
  return pairs;
}
