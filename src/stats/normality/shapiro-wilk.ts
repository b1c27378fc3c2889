import { momentsOf } from "../descriptive/moments.ts";
import { sorted } from "../descriptive/quantile.ts";
import { normal } from "../distributions/normal.ts";
import { type Inferred, undetermined } from "../inference.ts";
import type { NormalityTest } from "./normality-test.ts";

/** Least n first: coefficients of Royston's polynomials, constant term first. */
const FIRST = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const SECOND = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
const SMALL_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4];
const SMALL_LOG_SD = [1.3822, -0.77857, 0.062767, -0.0020322];
const LARGE_MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915];
const LARGE_LOG_SD = [-0.4803, -0.082676, 0.0030302];
const SMALL_BOUND = [-2.273, 0.459];

const MAX_N = 5000;

/**
 * Shapiro and Wilk's test of normality by Royston's algorithm AS R94 (1995), for 3 to 5,000 values. The normal scores
 * are those of exact quantiles, as R computes them.
 */
export function shapiroWilk(values: ArrayLike<number>): Inferred<NormalityTest> {
  const method = "Shapiro-Wilk test (AS R94)";
  const ascending = sorted(values);
  const n = ascending.length;
  if (n < 3) return undetermined(method, n, `${n} values; 3 are needed`);
  if (n > MAX_N) {
    return undetermined(
      method,
      n,
      `${n} values; the approximation holds up to ${MAX_N}: use D'Agostino or Anderson-Darling`,
    );
  }
  if (ascending[0] === ascending[n - 1]) return undetermined(method, n, "the values do not vary");
  const complement = oneMinusW(ascending);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["values are independent"],
    warnings: [],
    statistic: 1 - complement,
    pValue: pValue(complement, n),
  };
}

/** Weights of the upper half of the order statistics, the greatest first. */
function weights(n: number): Float64Array {
  const half = Math.floor(n / 2);
  if (n === 3) return Float64Array.of(Math.SQRT1_2);
  const scores = Float64Array.from({ length: half }, (_, i) => normal().quantile((i + 0.625) / (n + 0.25)));
  const [m1 = 0, m2 = 0] = scores;
  const total = 2 * scores.reduce((sum, score) => sum + score * score, 0);
  const root = 1 / Math.sqrt(n);
  const a1 = polynomial(FIRST, root) - m1 / Math.sqrt(total);
  const a2 = polynomial(SECOND, root) - m2 / Math.sqrt(total);
  const exact = n > 5 ? 2 : 1;
  const left = total - 2 * m1 * m1 - (exact === 2 ? 2 * m2 * m2 : 0);
  const share = 1 - 2 * a1 * a1 - (exact === 2 ? 2 * a2 * a2 : 0);
  const factor = Math.sqrt(left / share);
  return scores.map((score, i) => (i === 0 ? a1 : i === 1 && exact === 2 ? a2 : -score / factor));
}

/**
 * 1 - W as (ssa sqrt(ss) - sax)(ssa sqrt(ss) + sax) / (ssa ss), which keeps its digits when W is close to 1.
 */
function oneMinusW(ascending: Float64Array): number {
  const n = ascending.length;
  const half = weights(n);
  const weight = (i: number): number => {
    const mirrored = n - 1 - i;
    if (i === mirrored) return 0;
    return i < mirrored ? -(half[i] as number) : (half[mirrored] as number);
  };
  const range = (ascending[n - 1] as number) - (ascending[0] as number);
  const scaled = ascending.map((value) => (value - (ascending[0] as number)) / range);
  const { mean, m2 } = momentsOf(scaled);
  let [squares, products] = [0, 0];
  for (let i = 0; i < n; i++) {
    squares += weight(i) ** 2;
    products += weight(i) * ((scaled[i] as number) - mean);
  }
  const root = Math.sqrt(squares * m2);
  return ((root - products) * (root + products)) / (squares * m2);
}

function pValue(complement: number, n: number): number {
  if (n === 3) {
    const p = (6 / Math.PI) * (Math.asin(Math.sqrt(1 - complement)) - Math.asin(Math.sqrt(0.75)));
    return Math.min(1, Math.max(0, p));
  }
  const log = Math.log(complement);
  if (n <= 11) {
    const bound = polynomial(SMALL_BOUND, n);
    if (log >= bound) return 1e-99;
    return standardise(-Math.log(bound - log), polynomial(SMALL_MEAN, n), polynomial(SMALL_LOG_SD, n));
  }
  const size = Math.log(n);
  return standardise(log, polynomial(LARGE_MEAN, size), polynomial(LARGE_LOG_SD, size));
}

function standardise(value: number, mean: number, logSd: number): number {
  return normal().sf((value - mean) / Math.exp(logSd));
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
