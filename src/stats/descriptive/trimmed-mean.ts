import { studentT } from "../distributions/student-t.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { requireBetween } from "../input.ts";
import { type Moments, momentsOf } from "./moments.ts";
import { sorted } from "./quantile.ts";

export interface TrimOptions {
  /** Share cut from each end, below 0.5; the number of values cut is rounded down. */
  readonly proportion?: number;
  readonly level?: number;
}

/** What is left after trimming, and what winsorising makes of the whole. */
export interface Trimmed {
  readonly n: number;
  /** Values cut from each end. */
  readonly cut: number;
  readonly trimmed: Moments;
  /** Moments of all values with those cut replaced by the nearest that was kept. */
  readonly winsorised: Moments;
}

/** Moments after cutting, and after pulling in, the same share of values at both ends. */
export function trim(values: ArrayLike<number>, proportion: number): Trimmed {
  requireBetween(proportion, [-Number.MIN_VALUE, 0.5], "the share to trim");
  const ascending = sorted(values);
  const n = ascending.length;
  const cut = Math.floor(proportion * n);
  const trimmed = momentsOf(ascending.subarray(cut, n - cut));
  ascending.fill(ascending[cut] ?? 0, 0, cut).fill(ascending[n - cut - 1] ?? 0, n - cut);
  return { n, cut, trimmed, winsorised: momentsOf(ascending) };
}

/**
 * Mean of the middle values with Tukey and McLaughlin's interval (1963): standard error from the winsorised variance,
 * t distribution with as many degrees of freedom as values kept, less one.
 */
export function trimmedMean(
  values: ArrayLike<number>,
  { proportion = 0.2, level = 0.95 }: TrimOptions = {},
): Inferred<{ readonly mean: Estimate; readonly df: number; readonly cut: number }> {
  const method = `mean trimmed by ${proportion} at each end`;
  const { n, cut, trimmed, winsorised } = trim(values, proportion);
  const df = trimmed.n - 1;
  if (df < 1) return undetermined(method, n, `${trimmed.n} values are left after trimming; 2 are needed`);
  const se = Math.sqrt(winsorised.m2 / (df * trimmed.n));
  const half = studentT(df).upperQuantile((1 - level) / 2) * se;
  const value = trimmed.mean;
  return {
    status: "ok",
    method,
    n,
    assumptions: ["values are independent", "the trimmed mean is the centre of interest"],
    warnings: se === 0 ? ["the values kept do not vary"] : [],
    mean: { value, se, interval: { low: value - half, high: value + half, level } },
    df,
    cut,
  };
}
