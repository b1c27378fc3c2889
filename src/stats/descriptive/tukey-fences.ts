import { quantileOfSorted, sorted } from "./quantile.ts";

export interface TukeyFences {
  readonly q1: number;
  readonly q3: number;
  /** q1 - k (q3 - q1) */
  readonly low: number;
  readonly high: number;
  /** Positions of the values strictly outside the fences, ascending. */
  readonly outside: readonly number[];
}

/** Tukey's rule for outliers: values more than `k` interquartile ranges outside the quartiles; null for no values. */
export function tukeyFences(values: ArrayLike<number>, { k = 1.5 } = {}): TukeyFences | null {
  const ascending = sorted(values);
  const q1 = quantileOfSorted(ascending, 0.25);
  const q3 = quantileOfSorted(ascending, 0.75);
  if (q1 === null || q3 === null) return null;
  const low = q1 - k * (q3 - q1);
  const high = q3 + k * (q3 - q1);
  const outside: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low || value > high) outside.push(i);
  }
  return { q1, q3, low, high, outside };
}
