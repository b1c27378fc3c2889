import { biasedKurtosis, biasedSkewness, type Moments } from "../descriptive/moments.ts";
import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import type { NormalityTest } from "./normality-test.ts";

export interface DAgostinoTest extends NormalityTest {
  /** Skewness as a standard normal score (D'Agostino 1970). */
  readonly skewnessZ: number;
  /** Kurtosis as a standard normal score (Anscombe and Glynn 1983). */
  readonly kurtosisZ: number;
}

/** D'Agostino and Pearson's K² (1973) from moments: both scores squared, chi-squared with 2 degrees of freedom. */
export function dAgostino(moments: Moments): Inferred<DAgostinoTest> {
  const method = "D'Agostino-Pearson K² test";
  const { n } = moments;
  if (n < 8) return undetermined(method, n, `${n} values; 8 are needed`);
  const skewness = biasedSkewness(moments);
  const kurtosis = biasedKurtosis(moments);
  if (skewness === null || kurtosis === null) return undetermined(method, n, "the values do not vary");
  const skewnessZ = skewnessScore(skewness, n);
  const kurtosisZ = kurtosisScore(kurtosis + 3, n);
  const statistic = skewnessZ * skewnessZ + kurtosisZ * kurtosisZ;
  return {
    status: "ok",
    method,
    n,
    assumptions: ["values are independent"],
    warnings: n < 20 ? ["the kurtosis score is rough below 20 values"] : [],
    statistic,
    pValue: chiSquared(2).sf(statistic),
    skewnessZ,
    kurtosisZ,
  };
}

function skewnessScore(g1: number, n: number): number {
  const y = g1 * Math.sqrt(((n + 1) * (n + 3)) / (6 * (n - 2)));
  const beta2 = (3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3)) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
  const w2 = Math.sqrt(2 * (beta2 - 1)) - 1;
  const delta = 1 / Math.sqrt(0.5 * Math.log(w2));
  return delta * Math.asinh(y / Math.sqrt(2 / (w2 - 1)));
}

function kurtosisScore(b2: number, n: number): number {
  const expected = (3 * (n - 1)) / (n + 1);
  const variance = (24 * n * (n - 2) * (n - 3)) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
  const x = (b2 - expected) / Math.sqrt(variance);
  const skew =
    ((6 * (n * n - 5 * n + 2)) / ((n + 7) * (n + 9))) * Math.sqrt((6 * (n + 3) * (n + 5)) / (n * (n - 2) * (n - 3)));
  const a = 6 + (8 / skew) * (2 / skew + Math.sqrt(1 + 4 / (skew * skew)));
  const centre = 1 - 2 / (9 * a);
  const ratio = (1 - 2 / a) / (1 + x * Math.sqrt(2 / (a - 4)));
  return (centre - Math.cbrt(ratio)) / Math.sqrt(2 / (9 * a));
}
