import type { Inferred } from "../inference.ts";
import { undetermined } from "../inference.ts";
import type { Matrix } from "../linear-algebra/matrix.ts";
import { type Coefficient, coefficientsOf } from "./coefficient.ts";
import { INTERCEPT } from "./design.ts";
import { type OverallF, slopesOf, waldF, waldStatistic } from "./wald.ts";

/** A linear regression, however it was computed. */
export interface LinearFit {
  readonly coefficients: readonly Coefficient[];
  /** Predictors that others explain exactly: they have no coefficient of their own. */
  readonly aliased: readonly string[];
  /** Of the coefficients, in their order, with the errors asked for. */
  readonly covariance: Matrix;
  /** Rows less coefficients. */
  readonly residualDf: number;
  /** Standard deviation of the residuals, in the unit of the response. */
  readonly residualSd: number;
  /** Share of the variance explained (of the sum of squares without an intercept); null for a constant response. */
  readonly rSquared: number | null;
  readonly adjustedRSquared: number | null;
  /** Wald F test that all coefficients but the intercept are zero, with the errors asked for; null where there are none. */
  readonly overall: OverallF | null;
  readonly logLikelihood: number;
  /** With the variance counted as a parameter, as R does. */
  readonly aic: number;
  readonly bic: number;
}

export interface LinearParts {
  readonly method: string;
  readonly n: number;
  readonly names: readonly string[];
  readonly aliased: readonly string[];
  readonly values: ArrayLike<number>;
  readonly covariance: Matrix;
  readonly residualSquares: number;
  readonly totalSquares: number;
  /** What all but the intercept explain, where errors are classical: the overall test without the covariance's rounding. */
  readonly explainedSquares: number | null;
  /** Sum of the logarithms of the weights. */
  readonly logWeights: number;
  /** Degrees of freedom of the tests. */
  readonly df: number;
  readonly level: number;
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
}

/** Everything that follows from coefficients and sums of squares. */
export function linearFit(parts: LinearParts): Inferred<LinearFit> {
  const { method, n, names, covariance, residualSquares, totalSquares } = parts;
  const coefficients = coefficientsOf(parts);
  if (coefficients === null)
    return undetermined(method, n, "a coefficient has no measurable error: too few rows bear on it");
  const k = names.length;
  const residualDf = n - k;
  const centred = names[0] === INTERCEPT ? 1 : 0;
  const rSquared = totalSquares > 0 ? 1 - residualSquares / totalSquares : null;
  const logLikelihood = -0.5 * (n * (Math.log(2 * Math.PI) + 1 + Math.log(residualSquares / n)) - parts.logWeights);
  return {
    status: "ok",
    method,
    n,
    assumptions: parts.assumptions,
    warnings: [...aliasWarnings(parts.aliased), ...parts.warnings],
    coefficients,
    aliased: parts.aliased,
    covariance,
    residualDf,
    residualSd: Math.sqrt(residualSquares / residualDf),
    rSquared,
    adjustedRSquared: rSquared === null ? null : 1 - ((1 - rSquared) * (n - centred)) / residualDf,
    overall: overallTest(coefficients, parts),
    logLikelihood,
    aic: -2 * logLikelihood + 2 * (k + 1),
    bic: -2 * logLikelihood + Math.log(n) * (k + 1),
  };
}

export function aliasWarnings(aliased: readonly string[]): readonly string[] {
  return aliased.length === 0 ? [] : [`left out, because other predictors explain it exactly: ${aliased.join(", ")}`];
}

function overallTest(coefficients: readonly Coefficient[], parts: LinearParts): LinearFit["overall"] {
  const { n, covariance, df, explainedSquares, residualSquares } = parts;
  const slopes = slopesOf(coefficients).length;
  if (slopes === 0) return null;
  const wald =
    explainedSquares === null
      ? waldStatistic(coefficients, covariance)
      : explainedSquares / (residualSquares / (n - coefficients.length));
  return wald === null ? null : waldF(wald, slopes, df);
}
