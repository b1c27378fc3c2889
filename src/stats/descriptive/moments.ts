import { requireFinite } from "../input.ts";
import { compensatedSum } from "./sum.ts";

/** Sufficient statistics up to the fourth moment: sums of powers of the deviations from the mean. */
export interface Moments {
  readonly n: number;
  /** 0 when `n` is 0. */
  readonly mean: number;
  /** Sum of squared deviations. */
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/** Sums of powers of `x - origin`, as an engine adds them up. */
export interface PowerSums {
  readonly n: number;
  readonly origin: number;
  readonly sum: number;
  readonly sum2: number;
  readonly sum3: number;
  readonly sum4: number;
}

export const NO_MOMENTS: Moments = { n: 0, mean: 0, m2: 0, m3: 0, m4: 0 };

/** Moments of values in two passes; the mean's rounding error is taken out of the sums (Chan, Golub, LeVeque 1983). */
export function momentsOf(values: ArrayLike<number>, name = "values"): Moments {
  requireFinite(values, name);
  const n = values.length;
  if (n === 0) return NO_MOMENTS;
  const origin = withinRange(compensatedSum(values) / n, values);
  let [sum, sum2, sum3, sum4] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const deviation = (values[i] as number) - origin;
    const square = deviation * deviation;
    sum += deviation;
    sum2 += square;
    sum3 += square * deviation;
    sum4 += square * square;
  }
  return { ...momentsOfSums({ n, origin, sum, sum2, sum3, sum4 }), mean: origin };
}

/** A mean lies between the extremes: rounding must not give equal values a spread. */
function withinRange(mean: number, values: ArrayLike<number>): number {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return Math.min(Math.max(mean, least), greatest);
}

/**
 * Moments from sums of powers. Digits are lost in proportion to (mean - origin)² / variance: choose an origin within
 * a few standard deviations of the mean (any value of the sample will do), never 0 for data far from 0.
 */
export function momentsOfSums({ n, origin, sum, sum2, sum3, sum4 }: PowerSums): Moments {
  if (n === 0) return NO_MOMENTS;
  const shift = sum / n;
  return {
    n,
    mean: origin + shift,
    m2: Math.max(0, sum2 - n * shift * shift),
    m3: sum3 - 3 * shift * sum2 + 2 * n * shift ** 3,
    m4: Math.max(0, sum4 - 4 * shift * sum3 + 6 * shift * shift * sum2 - 3 * n * shift ** 4),
  };
}

/** Moments of two samples together (Pébay 2008, equations 2.1 to 3.1). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const delta = b.mean - a.mean;
  const [p, q] = [a.n / n, b.n / n];
  const spread = a.n * q * delta * delta;
  return {
    n,
    mean: a.n >= b.n ? a.mean + delta * q : b.mean - delta * p,
    m2: a.m2 + b.m2 + spread,
    m3: a.m3 + b.m3 + spread * delta * (p - q) + 3 * delta * (p * b.m2 - q * a.m2),
    m4:
      a.m4 +
      b.m4 +
      spread * delta * delta * (p * p - p * q + q * q) +
      6 * delta * delta * (p * p * b.m2 + q * q * a.m2) +
      4 * delta * (p * b.m3 - q * a.m3),
  };
}

/** Unbiased variance (n - 1); null for fewer than two values. */
export function variance({ n, m2 }: Pick<Moments, "n" | "m2">): number | null {
  return n < 2 ? null : m2 / (n - 1);
}

/** Square root of the unbiased variance; null for fewer than two values. */
export function standardDeviation(moments: Pick<Moments, "n" | "m2">): number | null {
  const squared = variance(moments);
  return squared === null ? null : Math.sqrt(squared);
}

/** Biased skewness g1 = (m3/n) / (m2/n)^1.5; null without spread. */
export function biasedSkewness({ n, m2, m3 }: Moments): number | null {
  return m2 > 0 ? (Math.sqrt(n) * (m3 / m2)) / Math.sqrt(m2) : null;
}

/** Skewness G1 adjusted for the sample's size (Fisher-Pearson; as SAS, Excel, pandas); null below three values. */
export function skewness(moments: Moments): number | null {
  const g1 = biasedSkewness(moments);
  const { n } = moments;
  return g1 === null || n < 3 ? null : (Math.sqrt(n * (n - 1)) / (n - 2)) * g1;
}

/** Biased excess kurtosis g2 = (m4/n) / (m2/n)² - 3; null without spread. */
export function biasedKurtosis({ n, m2, m4 }: Moments): number | null {
  return m2 > 0 ? n * (m4 / m2 / m2) - 3 : null;
}

/** Excess kurtosis G2 adjusted for the sample's size (as SAS, Excel, pandas); null below four values. */
export function kurtosis(moments: Moments): number | null {
  const g2 = biasedKurtosis(moments);
  const { n } = moments;
  return g2 === null || n < 4 ? null : ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6);
}
