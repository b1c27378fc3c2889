import { normal } from "../distributions/normal.ts";
import type { Alternative, Estimate } from "../inference.ts";
import { kthPair, middleOf, type PairwiseOrder } from "./pairwise-order.ts";
import { criticalRank, type Tails, tailsAt } from "./rank-counts.ts";

export interface RankTestOptions {
  readonly alternative?: Alternative;
  readonly level?: number;
  /** The shift under the null hypothesis. */
  readonly nullValue?: number;
  /** `auto`: exact up to 50 values, ties or not. */
  readonly distribution?: "auto" | "exact" | "asymptotic";
  /** Move the asymptotic statistic half a step towards its mean. */
  readonly continuity?: boolean;
}

/** Values up to which `auto` takes the exact distribution. */
export const EXACT_UP_TO = 50;

/** A rank sum and what it is like under the null hypothesis. */
export interface RankNull {
  readonly statistic: number;
  readonly mean: number;
  readonly variance: number;
}

export interface RankPValue {
  /** The statistic as a standard normal score, without continuity correction. */
  readonly z: number;
  readonly pValue: number;
  readonly exact: boolean;
}

/** From the exact tails: the smaller one twice, at most 1. */
export function exactPValue(counts: Float64Array, observed: number, alternative: Alternative): number {
  const { lower, upper }: Tails = tailsAt(counts, observed);
  if (alternative === "less") return lower;
  if (alternative === "greater") return upper;
  return Math.min(1, 2 * Math.min(lower, upper));
}

export function asymptoticPValue(
  { statistic, mean, variance }: RankNull,
  { alternative, continuity }: { readonly alternative: Alternative; readonly continuity: boolean },
): number {
  const sd = Math.sqrt(variance);
  const step = continuity ? 0.5 : 0;
  const lower = normal().cdf((statistic - mean + step) / sd);
  const upper = normal().sf((statistic - mean - step) / sd);
  if (alternative === "less") return lower;
  if (alternative === "greater") return upper;
  return Math.min(1, 2 * Math.min(lower, upper));
}

export interface ShiftRequest {
  readonly order: PairwiseOrder;
  /** Counts of the untied statistic; null for the normal approximation by `mean` and `variance`. */
  readonly counts: Float64Array | null;
  readonly mean: number;
  readonly variance: number;
  readonly alternative: Alternative;
  readonly level: number;
}

/**
 * Hodges and Lehmann's estimate of the shift (1963) with the interval that inverts the rank test; the interval is null
 * when there are too few values for its level.
 */
export function hodgesLehmann(request: ShiftRequest): Estimate {
  const { order, counts, mean, variance, alternative, level } = request;
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  const z = normal().upperQuantile(tail);
  const rank = counts === null ? Math.floor(mean - z * Math.sqrt(variance) + 0.5) : criticalRank(counts, tail);
  const interval =
    rank < 1
      ? null
      : {
          low: alternative === "less" ? Number.NEGATIVE_INFINITY : kthPair(order, rank),
          high: alternative === "greater" ? Number.POSITIVE_INFINITY : kthPair(order, order.total - rank + 1),
          level,
        };
  return { value: middleOf(order), se: null, interval };
}
