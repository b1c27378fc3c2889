import { normal } from "../distributions/normal.ts";
import { studentT } from "../distributions/student-t.ts";
import type { Alternative, Estimate, Interval } from "../inference.ts";
import { requireBetween } from "../input.ts";
import { symmetricPValue } from "../two-sample/alternative.ts";

export interface Correlation {
  /** The coefficient, from −1 to 1, with its interval. */
  readonly coefficient: Estimate;
  readonly pValue: number;
}

export interface CorrelationOptions {
  /** Default `two-sided`: the coefficient is not 0. */
  readonly alternative?: Alternative;
  /** Default 0.95. */
  readonly level?: number;
}

/** p-value of a linear correlation with `df` degrees of freedom, by the t distribution. */
export function pValueOfLinear(r: number, df: number, alternative: Alternative): number {
  return symmetricPValue(r * Math.sqrt(df / ((1 - r) * (1 + r))), studentT(df), alternative);
}

/**
 * Interval of a coefficient whose inverse hyperbolic tangent has standard error `se`; null where that is unknown. A one-sided
 * alternative gives a bound, and the other end is the end of the scale.
 */
export function fisherInterval(
  { value, se }: { readonly value: number; readonly se: number },
  { alternative, level }: Required<CorrelationOptions>,
): Interval | null {
  requireBetween(level, [0, 1], "level");
  if (!(Number.isFinite(se) && se > 0)) return null;
  const half = normal().upperQuantile(alternative === "two-sided" ? (1 - level) / 2 : 1 - level) * se;
  const middle = Math.atanh(value);
  return {
    low: alternative === "less" ? -1 : Math.tanh(middle - half),
    high: alternative === "greater" ? 1 : Math.tanh(middle + half),
    level,
  };
}
