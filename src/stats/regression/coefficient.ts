import { normal } from "../distributions/normal.ts";
import { studentT } from "../distributions/student-t.ts";
import type { Estimate, Interval } from "../inference.ts";
import type { Matrix } from "../linear-algebra/matrix.ts";

/** A coefficient with the two-sided test that it is zero, which agrees with the interval. */
export interface Coefficient extends Estimate {
  readonly name: string;
  readonly se: number;
  readonly interval: Interval;
  /** value / se. */
  readonly statistic: number;
  readonly pValue: number;
}

export interface CoefficientInput {
  readonly names: readonly string[];
  readonly values: ArrayLike<number>;
  readonly covariance: Matrix;
  /** Degrees of freedom of the t distribution; Infinity for the normal one. */
  readonly df: number;
  readonly level: number;
}

/** Coefficients with their errors, or null where a standard error is zero or not finite. */
export function coefficientsOf(input: CoefficientInput): readonly Coefficient[] | null {
  const { names, values, covariance, df, level } = input;
  const reference = df === Number.POSITIVE_INFINITY ? normal() : studentT(df);
  const reach = reference.upperQuantile((1 - level) / 2);
  const coefficients = names.map((name, i) => {
    const value = values[i] as number;
    const se = Math.sqrt(covariance.at(i, i));
    const statistic = value / se;
    const interval = { low: value - reach * se, high: value + reach * se, level };
    return { name, value, se, interval, statistic, pValue: Math.min(1, 2 * reference.sf(Math.abs(statistic))) };
  });
  return coefficients.every(({ se }) => se > 0 && Number.isFinite(se)) ? coefficients : null;
}
