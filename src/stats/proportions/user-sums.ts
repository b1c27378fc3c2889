import type { Proportion } from "./proportion.ts";

/** A share whose units belong to users, of whom each may have several: sums over users of their trials and successes. */
export interface UserSums extends Proportion {
  readonly users: number;
  /** Sums over users of trials², trials × successes and successes². */
  readonly trials2: number;
  readonly both: number;
  readonly successes2: number;
}

/** Sums over users who are in two groups of products of what they have in the first and in the second. */
export interface SharedSums {
  readonly users: number;
  /** Trials of the first × trials of the second. */
  readonly trials: number;
  /** Trials of the first × successes of the second. */
  readonly trialsSuccesses: number;
  /** Successes of the first × trials of the second. */
  readonly successesTrials: number;
  readonly successes: number;
}

/**
 * Sum over users of the squared distance of their successes from `share` of their trials: the variance of the share, times
 * the square of all trials (a ratio of sums over users, linearized).
 */
const spread = ({ trials2, both, successes2 }: UserSums, share: number): number =>
  Math.max(0, successes2 - 2 * share * both + share * share * trials2);

/**
 * How many times the variance of the share is what it would be if units were independent; at least 1, so that few users
 * never make a share look surer. 1 where each user has one unit, and where there is no variance.
 */
export function designEffect(sums: UserSums): number {
  const { successes, trials } = sums;
  const share = successes / trials;
  const independent = share * (trials - successes);
  return independent > 0 ? Math.max(1, spread(sums, share) / independent) : 1;
}

/** Variance of the share as it is estimated. */
export const shareVariance = (sums: UserSums): number => {
  const { successes, trials } = sums;
  return (designEffect(sums) * (successes / trials) * ((trials - successes) / trials)) / trials;
};

/** Covariance of two shares, were they `first` and `second`, that users in both groups bring about. */
export function shareCovariance(
  shared: SharedSums,
  { first, second }: { readonly first: Proportion; readonly second: Proportion },
  shares: readonly [first: number, second: number],
): number {
  const [p, q] = shares;
  const products = shared.successes - q * shared.successesTrials - p * shared.trialsSuccesses + p * q * shared.trials;
  return products / first.trials / second.trials;
}
