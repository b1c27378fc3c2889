import { type Inferred, undetermined } from "../../stats/inference.ts";
import { Matrix } from "../../stats/linear-algebra/matrix.ts";
import { Qr } from "../../stats/linear-algebra/qr.ts";
import { refusal } from "../autocorrelation/autocorrelation.ts";
import { mackinnonCritical, mackinnonP, type TrendTerms } from "./mackinnon.ts";

export interface DickeyFullerOptions {
  /** Default "c". */
  readonly terms?: TrendTerms;
  /** Most lagged differences; default 12 (n / 100)^(1/4), rounded up (Schwert 1989). */
  readonly maxLag?: number;
  /** How many of them are used: the best by a criterion, or all. Default "aic". */
  readonly choice?: "aic" | "bic" | "all";
}

export interface DickeyFuller {
  readonly statistic: number;
  /** Of a unit root: the series wanders and does not return to a level (or line). */
  readonly pValue: number;
  /** Lagged differences used. */
  readonly lags: number;
  /** Steps in the regression. */
  readonly steps: number;
  /** At 1, 5 and 10 %. */
  readonly critical: readonly [number, number, number];
}

/** Residuals below this share of the sum of squares are rounding. */
const ROUNDING = 1e-24;
const METHOD = "augmented Dickey-Fuller test";

/**
 * Tests for a unit root (Dickey and Fuller 1979), with p-values of MacKinnon's response surfaces. The lags are chosen on the
 * steps that the longest regression has, as statsmodels' `adfuller` does. Undetermined with missing or equal values or too few.
 */
export function dickeyFuller(
  values: Float64Array,
  { terms = "c", maxLag, choice = "aic" }: DickeyFullerOptions = {},
): Inferred<DickeyFuller> {
  const n = values.length;
  const refused = refusal(values);
  if (refused !== null) return undetermined(METHOD, n, refused);
  const trends = terms === "n" ? 0 : terms.length;
  const most = Math.floor(n / 2) - trends - 1;
  const longest = Math.min(maxLag ?? Math.ceil(12 * (n / 100) ** 0.25), most);
  if (longest < 0) return undetermined(METHOD, n, `${n} steps are too few for the regression`);
  const lags = choice === "all" ? longest : bestLag(values, { terms, longest, choice });
  const { design, response } = regression(values, { terms, lags, levelLast: true });
  const qr = new Qr(design);
  const level = design.columns - 1;
  const rotated = qr.rotate(response);
  const at = qr.kept.indexOf(level);
  const squares = squaresFrom(rotated, qr.rank);
  const df = response.length - qr.rank;
  if (at !== qr.rank - 1 || df < 1 || !(squares > ROUNDING * squaresFrom(rotated, 0)))
    return undetermined(METHOD, n, "the regression is exact: there is no error to test against");
  const sign = Math.sign(qr.solve(rotated)[at] as number);
  const statistic = (sign * Math.abs(rotated[at] as number)) / Math.sqrt(squares / df);
  return {
    ...{ status: "ok", method: METHOD, n, assumptions: ["errors without correlation after the lags"], warnings: [] },
    statistic,
    pValue: mackinnonP(statistic, terms),
    lags,
    steps: response.length,
    critical: mackinnonCritical(response.length, terms),
  };
}

interface RegressionOptions {
  readonly terms: TrendTerms;
  readonly lags: number;
  /** The level's column last (to read its t off the decomposition) or before the lags (to add lag after lag). */
  readonly levelLast: boolean;
}

/** Differences on the level before them, the lagged differences and the deterministic terms. */
function regression(values: Float64Array, { terms, lags, levelLast }: RegressionOptions) {
  const difference = Float64Array.from(values.subarray(1), (value, i) => value - (values[i] as number));
  const rows = difference.length - lags;
  const powers = terms === "n" ? [] : Array.from(terms, (_, power) => power);
  const trend = powers.map((power) => Float64Array.from({ length: rows }, (_, i) => (i + 1) ** power));
  const level = values.subarray(lags, lags + rows);
  const lagged = Array.from({ length: lags }, (_, j) => difference.subarray(lags - 1 - j, lags - 1 - j + rows));
  const columns = levelLast ? [...trend, ...lagged, level] : [...trend, level, ...lagged];
  return { design: Matrix.ofColumns(columns, rows), response: difference.subarray(lags) };
}

/** One decomposition serves every number of lags: the residuals of the first k columns are the rest of Q'y. */
function bestLag(
  values: Float64Array,
  { terms, longest, choice }: { readonly terms: TrendTerms; readonly longest: number; readonly choice: "aic" | "bic" },
): number {
  const { design, response } = regression(values, { terms, lags: longest, levelLast: false });
  const n = response.length;
  const qr = new Qr(design);
  const rotated = qr.rotate(response);
  const least = design.columns - longest;
  const price = choice === "aic" ? 2 : Math.log(n);
  let best = { lags: 0, criterion: Number.POSITIVE_INFINITY };
  for (let lags = 0; lags <= longest; lags++) {
    const used = qr.kept.filter((column) => column < least + lags).length;
    const criterion = n * Math.log(squaresFrom(rotated, used) / n) + price * used;
    if (criterion < best.criterion) best = { lags, criterion };
  }
  return best.lags;
}

function squaresFrom(rotated: Float64Array, from: number): number {
  return rotated.subarray(from).reduce((sum, value) => sum + value * value, 0);
}
