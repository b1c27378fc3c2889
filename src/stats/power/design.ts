import type { Alternative } from "../inference.ts";
import { requireBetween } from "../input.ts";

/** A study to be planned: how its power grows with the effect and the number of units. */
export interface Design {
  /** The test, as the field knows it. */
  readonly method: string;
  /** What the effect is measured in: "Cohen's d", "difference of proportions". */
  readonly effectUnit: string;
  /**
   * Chance that the test rejects when `effect` is true.
   * @param n units in the first group, or in all for one-sample designs; need not be whole
   */
  power(effect: number, n: number): number;
  /** Sizes of the groups when the first has `n`. */
  groups(n: number): readonly number[];
  /** The test has no answer below this n. */
  readonly smallest: number;
  readonly alternative: Alternative;
  /** Effects that can be: both ends are possible ones or limits. */
  readonly effects: { readonly low: number; readonly high: number };
}

export interface TestOptions {
  /** Level of the test; default 0.05. For several comparisons see `comparisonAlpha`. */
  readonly alpha?: number;
  /** Default `two-sided`. */
  readonly alternative?: Alternative;
}

export interface TwoGroupOptions extends TestOptions {
  /** Units in the second group for each in the first; default 1. */
  readonly ratio?: number;
}

/** Options with their defaults, checked. */
export function checkedOptions({ alpha = 0.05, alternative = "two-sided", ratio = 1 }: TwoGroupOptions): {
  readonly alpha: number;
  readonly alternative: Alternative;
  readonly ratio: number;
} {
  requireBetween(alpha, [0, 1], "alpha");
  requireBetween(ratio, [0, Number.POSITIVE_INFINITY], "ratio");
  return { alpha, alternative, ratio };
}

interface Tails {
  cdf(x: number): number;
  sf(x: number): number;
  upperQuantile(q: number): number;
}

/** Chance that a statistic falls where its distribution without effect has probability `alpha`. */
export function rejection(
  without: Tails,
  withEffect: Pick<Tails, "cdf" | "sf">,
  { alpha, alternative }: Required<TestOptions>,
): number {
  const critical = without.upperQuantile(alternative === "two-sided" ? alpha / 2 : alpha);
  const above = alternative === "less" ? 0 : withEffect.sf(critical);
  const below = alternative === "greater" ? 0 : withEffect.cdf(-critical);
  return above + below;
}
