import { normal } from "../distributions/normal.ts";
import { type Estimate, type Inferred, type Interval, undetermined } from "../inference.ts";
import { symmetricPValue } from "../two-sample/alternative.ts";
import { differenceOf, type LimitedShare, squareAndAdd } from "./difference.ts";
import { FEWEST_EXPECTED, requireProportion, shareOf } from "./proportion.ts";
import type { TwoProportionTest } from "./two-proportion-test.ts";
import { designEffect, type SharedSums, shareCovariance, shareVariance, type UserSums } from "./user-sums.ts";
import { wilsonInterval } from "./wilson.ts";

/** Two groups of users, and what those bring who are in both. */
export interface UserGroups {
  readonly first: UserSums;
  readonly second: UserSums;
  readonly shared: SharedSums;
}

/** Wilson's interval of a share, with as many units as would be independent; null for no trials. */
export function userShareInterval(sums: UserSums, level = 0.95): Interval | null {
  if (sums.trials === 0) return null;
  const effect = designEffect(sums);
  return wilsonInterval(sums.successes / effect, sums.trials / effect, level);
}

/**
 * The second share less the first. Without users in both and with one unit each it has Newcombe's interval (1998, method
 * 10), with everyone in both Newcombe's for pairs (1998, method 8); between them the correlation of the two shares is that
 * of the users' units (Zou and Donner 2008), and several units of a user count as far as they differ.
 */
export function sharedDifference(
  { first, second, shared }: UserGroups,
  { level = 0.95 }: { readonly level?: number } = {},
): Inferred<{ readonly difference: Estimate; readonly correlation: number }> {
  const method = "difference of proportions, square-and-add interval with users in both";
  requireProportion(first);
  requireProportion(second);
  const n = first.trials + second.trials;
  if (first.trials === 0 || second.trials === 0) return undetermined(method, n, "one of the two has no trials");
  const shares = [shareOf(first), shareOf(second)] as const;
  const [v1, v2] = [shareVariance(first), shareVariance(second)];
  const covariance = shareCovariance(shared, { first, second }, shares);
  const correlation = v1 > 0 && v2 > 0 ? Math.min(1, Math.max(-1, covariance / Math.sqrt(v1 * v2))) : 0;
  const limited = (sums: UserSums, value: number): LimitedShare => ({
    value,
    ...(userShareInterval(sums, level) ?? { low: 0, high: 1 }),
  });
  const value = differenceOf(first, second);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent users"],
    warnings: [],
    correlation,
    difference: {
      value,
      se: Math.sqrt(Math.max(0, v1 + v2 - 2 * correlation * Math.sqrt(v1 * v2))),
      interval: squareAndAdd(limited(first, shares[0]), limited(second, shares[1]), { value, level, correlation }),
    },
  };
}

/**
 * z test that two shares are equal, with the variance that they have if they are. Without users in both and with one unit
 * each it is the pooled test of two proportions, with everyone in both McNemar's without continuity correction.
 * Undetermined when a group would be expected to have fewer than five successes or failures, as if units were independent.
 */
export function sharedProportionTest({ first, second, shared }: UserGroups): Inferred<TwoProportionTest> {
  const method = "z test of two proportions, pooled, with users in both";
  requireProportion(first);
  requireProportion(second);
  const n = first.trials + second.trials;
  if (first.trials === 0 || second.trials === 0) return undetermined(method, n, "one of the two has no trials");
  const share = (first.successes + second.successes) / n;
  const effects = [designEffect(first), designEffect(second)] as const;
  const smallest = Math.min(first.trials / effects[0], second.trials / effects[1]) * Math.min(share, 1 - share);
  if (share === 0 || share === 1) return undetermined(method, n, "all units, or none, were successes");
  if (smallest < FEWEST_EXPECTED) {
    const expected = smallest.toFixed(1);
    return undetermined(
      method,
      n,
      `${expected} successes or failures are expected in a group, fewer than ${FEWEST_EXPECTED}`,
    );
  }
  const covariance = shareCovariance(shared, { first, second }, [share, share]);
  const independent = share * (1 - share) * (effects[0] / first.trials + effects[1] / second.trials);
  const variance = independent - 2 * covariance;
  // zero but for rounding: the same users with the same outcomes
  if (!(variance > 1e-12 * independent))
    return undetermined(method, n, "the two groups have the same users with the same outcomes");
  const difference = differenceOf(first, second);
  const statistic = difference / Math.sqrt(variance);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent users"],
    warnings: [],
    statistic,
    pValue: symmetricPValue(statistic, normal(), "two-sided"),
    difference,
  };
}
