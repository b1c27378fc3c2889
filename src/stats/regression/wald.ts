import { fisherF } from "../distributions/fisher-f.ts";
import { Cholesky } from "../linear-algebra/cholesky.ts";
import type { Matrix } from "../linear-algebra/matrix.ts";
import type { Coefficient } from "./coefficient.ts";
import { INTERCEPT } from "./design.ts";

type Tested = readonly Pick<Coefficient, "name" | "value">[];

/** Indexes of all coefficients but the intercept. */
export const slopesOf = (coefficients: Tested): readonly number[] =>
  coefficients.flatMap(({ name }, i) => (name === INTERCEPT ? [] : [i]));

/**
 * Wald's statistic that all coefficients but the intercept are zero: chi-squared with as many degrees of freedom in many
 * rows. Null where the covariance is singular: more coefficients than clusters.
 * @param covariance of the coefficients, in their order
 */
export function waldStatistic(coefficients: Tested, covariance: Matrix): number | null {
  const slopes = slopesOf(coefficients);
  const values = slopes.map((i) => coefficients[i]?.value ?? 0);
  const factor = Cholesky.of(covariance.principal(slopes));
  return factor?.solve(values).reduce((sum, x, i) => sum + x * (values[i] as number), 0) ?? null;
}

export interface OverallF {
  readonly statistic: number;
  readonly df1: number;
  readonly df2: number;
  readonly pValue: number;
}

/** Wald's statistic of `df1` coefficients as an F test. */
export function waldF(wald: number, df1: number, df2: number): OverallF {
  const statistic = wald / df1;
  return { statistic, df1, df2, pValue: fisherF(df1, df2).sf(statistic) };
}
