import type { Distribution } from "../distributions/distribution.ts";
import type { Alternative, Estimate } from "../inference.ts";

/** p-value of a statistic whose distribution under the null is symmetric around 0. */
export function symmetricPValue(
  statistic: number,
  distribution: Pick<Distribution, "cdf" | "sf">,
  alternative: Alternative,
): number {
  if (alternative === "less") return distribution.cdf(statistic);
  if (alternative === "greater") return distribution.sf(statistic);
  return Math.min(1, 2 * distribution.sf(Math.abs(statistic)));
}

export interface IntervalRequest {
  readonly alternative: Alternative;
  readonly level: number;
}

/**
 * An estimate with the interval that agrees with the test: it leaves out the null value exactly when p < 1 - level.
 * One-sided alternatives give a bound; the other end is infinite.
 */
export function estimateWithInterval(
  { value, se }: { readonly value: number; readonly se: number },
  distribution: Pick<Distribution, "upperQuantile">,
  { alternative, level }: IntervalRequest,
): Estimate {
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  const half = distribution.upperQuantile(tail) * se;
  return {
    value,
    se,
    interval: {
      low: alternative === "less" ? Number.NEGATIVE_INFINITY : value - half,
      high: alternative === "greater" ? Number.POSITIVE_INFINITY : value + half,
      level,
    },
  };
}
