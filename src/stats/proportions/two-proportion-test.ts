import { normal } from "../distributions/normal.ts";
import { type Alternative, type Inferred, undetermined } from "../inference.ts";
import { symmetricPValue } from "../two-sample/alternative.ts";
import { differenceOf, smallCounts, standardError } from "./difference.ts";
import { type Proportion, requireProportion, shareOf } from "./proportion.ts";

export interface TwoProportionTest {
  /** Standard normal when the shares are equal; positive when the second is larger. */
  readonly statistic: number;
  readonly pValue: number;
  /** The second share less the first. */
  readonly difference: number;
}

interface TwoProportionOptions {
  /**
   * Whose variance: `pooled` (default) that of both together, `unpooled` each its own, `score` the pooled one with Miettinen
   * and Nurminen's factor N / (N − 1), which agrees with their interval.
   */
  readonly variance?: "pooled" | "unpooled" | "score";
  /** `greater` claims that the second share is larger. */
  readonly alternative?: Alternative;
}

/** z test that two shares are equal. Undetermined when either has no trials, or when there is no variance. */
export function twoProportionTest(
  first: Proportion,
  second: Proportion,
  { variance = "pooled", alternative = "two-sided" }: TwoProportionOptions = {},
): Inferred<TwoProportionTest> {
  requireProportion(first);
  requireProportion(second);
  const method = variance === "score" ? "score test of two proportions" : `z test of two proportions, ${variance}`;
  const n = first.trials + second.trials;
  if (first.trials === 0 || second.trials === 0) return undetermined(method, n, "one of the two has no trials");
  const se = variance === "unpooled" ? standardError(first, second) : pooledError(first, second);
  if (!(se > 0)) return undetermined(method, n, "all units, or none, were successes");
  const difference = differenceOf(first, second);
  const statistic = (difference / se) * (variance === "score" ? Math.sqrt((n - 1) / n) : 1);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent units", "independent groups"],
    warnings: smallCounts(first, second),
    statistic,
    pValue: symmetricPValue(statistic, normal(), alternative),
    difference,
  };
}

function pooledError(first: Proportion, second: Proportion): number {
  const pooled = { successes: first.successes + second.successes, trials: first.trials + second.trials };
  const share = shareOf(pooled);
  return Math.sqrt(
    share * ((pooled.trials - pooled.successes) / pooled.trials) * (1 / first.trials + 1 / second.trials),
  );
}
