import { type Inferred, undetermined } from "../../stats/inference.ts";
import { refusal } from "../autocorrelation/autocorrelation.ts";

export interface KpssOptions {
  /** "c": stationary around a level, "ct": around a line. Default "c". */
  readonly terms?: "c" | "ct";
  /** Lags of the long-run variance: a number, by Hobijn, Franses and Ooms (1998), or Schwert's rule. Default "auto". */
  readonly lags?: number | "auto" | "legacy";
}

export interface Kpss {
  readonly statistic: number;
  /** Of stationarity; between the tabulated 0.01 and 0.1, at which it ends. */
  readonly pValue: number;
  /** Whether the true p-value lies beyond the table. */
  readonly bound: "at most" | "at least" | null;
  readonly lags: number;
}

const METHOD = "KPSS test";
const P_VALUES = [0.1, 0.05, 0.025, 0.01] as const;
const CRITICAL = { c: [0.347, 0.463, 0.574, 0.739], ct: [0.119, 0.146, 0.176, 0.216] } as const;

/**
 * Tests stationarity around a level or a line (Kwiatkowski, Phillips, Schmidt, Shin 1992), p from their table, as statsmodels'
 * `kpss`. Undetermined with missing or equal values or too few.
 */
export function kpss(values: Float64Array, { terms = "c", lags = "auto" }: KpssOptions = {}): Inferred<Kpss> {
  const n = values.length;
  const refused = n < 5 ? `${n} steps are too few` : refusal(values);
  if (refused !== null) return undetermined(METHOD, n, refused);
  const residuals = terms === "c" ? aroundMean(values) : aroundLine(values);
  const used = Math.min(lags === "auto" ? hobijnLags(residuals) : lags === "legacy" ? schwertLags(n) : lags, n - 1);
  const variance = longRunVariance(residuals, used);
  const rounding = (1e-24 * product(aroundMean(values), 0)) / n;
  if (!(variance > rounding)) return undetermined(METHOD, n, "the series has no variance around its line");
  let [sum, squares] = [0, 0];
  for (const residual of residuals) {
    sum += residual;
    squares += sum * sum;
  }
  const statistic = squares / (n * n) / variance;
  const critical = CRITICAL[terms];
  const bound = statistic > critical[3] ? "at most" : statistic < critical[0] ? "at least" : null;
  return {
    ...{ status: "ok", method: METHOD, n, assumptions: [], statistic, bound, lags: used },
    pValue: interpolated(statistic, critical),
    warnings: bound === null ? [] : [`the p-value is ${bound} the one given: the table ends there`],
  };
}

function aroundMean(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function aroundLine(values: Float64Array): Float64Array {
  const deviations = aroundMean(values);
  const middle = (values.length - 1) / 2;
  let [cross, spread] = [0, 0];
  deviations.forEach((value, t) => {
    cross += (t - middle) * value;
    spread += (t - middle) ** 2;
  });
  return deviations.map((value, t) => value - (cross / spread) * (t - middle));
}

function schwertLags(n: number): number {
  return Math.ceil(12 * (n / 100) ** 0.25);
}

function hobijnLags(residuals: Float64Array): number {
  const n = residuals.length;
  let s0 = product(residuals, 0) / n;
  let s1 = 0;
  for (let lag = 1; lag <= Math.floor(n ** (2 / 9)); lag++) {
    const term = product(residuals, lag) / (n / 2);
    s0 += term;
    s1 += lag * term;
  }
  return Math.floor(1.1447 * ((s1 / s0) ** 2) ** (1 / 3) * n ** (1 / 3));
}

/** Newey and West (1987), Bartlett weights. */
function longRunVariance(residuals: Float64Array, lags: number): number {
  let sum = product(residuals, 0);
  for (let lag = 1; lag <= lags; lag++) sum += 2 * (1 - lag / (lags + 1)) * product(residuals, lag);
  return sum / residuals.length;
}

function product(x: Float64Array, lag: number): number {
  let sum = 0;
  for (let t = lag; t < x.length; t++) sum += (x[t] as number) * (x[t - lag] as number);
  return sum;
}

function interpolated(statistic: number, critical: readonly number[]): number {
  const above = critical.findIndex((limit) => statistic <= limit);
  if (above === 0) return P_VALUES[0];
  if (above === -1) return P_VALUES[3];
  const [low, high] = [critical[above - 1] as number, critical[above] as number];
  const [from, to] = [P_VALUES[above - 1] as number, P_VALUES[above] as number];
  return from + ((statistic - low) / (high - low)) * (to - from);
}
