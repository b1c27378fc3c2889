import { normal } from "../distributions/normal.ts";
import { studentT } from "../distributions/student-t.ts";
import type { Alternative, Estimate, Interval } from "../inference.ts";
import { requireBetween } from "../input.ts";

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
  const t = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  const distribution = studentT(df);
  if (alternative === "less") return distribution.cdf(t);
  if (alternative === "greater") return distribution.sf(t);
  return 2 * distribution.sf(Math.abs(t));
}

/** Two-sided interval of a coefficient whose inverse hyperbolic tangent has standard error `se`; null where that is unknown. */
export function fisherInterval(r: number, se: number, level: number): Interval | null {
  requireBetween(level, [0, 1], "level");
  if (!(Number.isFinite(se) && se > 0)) return null;
  const half = normal().upperQuantile((1 - level) / 2) * se;
  return { low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half), level };
}
