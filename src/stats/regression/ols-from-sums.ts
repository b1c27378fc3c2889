import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { Cholesky, independentColumns } from "../linear-algebra/cholesky.ts";
import { dot, Matrix } from "../linear-algebra/matrix.ts";
import type { CrossProducts } from "../multivariate/cross-products.ts";
import { INTERCEPT } from "./design.ts";
import { type LinearFit, linearFit } from "./linear-fit.ts";
import { assumptionsOf } from "./ols.ts";

export interface SumsRegressionInput {
  /** Names of columns of the sums. */
  readonly response: string;
  readonly predictors: readonly string[];
  readonly level?: number;
}

const METHOD = "ordinary least squares from cross products, classical errors";

/** Of a predictor's variance, what must be left when those before it are taken out: sums keep about 15 digits. */
const TOLERANCE = 1e-11;

/**
 * Ordinary least squares with an intercept from the sums that an engine gives; the same as from the rows, but for
 * the digits that near-collinear predictors cost twice, and without the errors that need residuals.
 */
export function linearRegressionFromSums(
  sums: CrossProducts,
  { response, predictors, level = 0.95 }: SumsRegressionInput,
): Inferred<LinearFit> {
  const { n, means, comoments } = sums;
  const target = columnOf(sums, response);
  const columns = predictors.map((name) => columnOf(sums, name));
  const kept = independentColumns(comoments.principal(columns), TOLERANCE).map((at) => columns[at] as number);
  const k = kept.length + 1;
  if (n <= k) return undetermined(METHOD, n, `${n} rows cannot determine ${k} coefficients and their errors`);
  const totalSquares = comoments.at(target, target);
  const inverse = scaledInverse(comoments, kept);
  const products = kept.map((column) => comoments.at(column, target));
  const slopes = inverse.timesVector(products);
  const explainedSquares = dot(slopes, products);
  const residualSquares = totalSquares - explainedSquares;
  if (!(residualSquares > 1e-14 * totalSquares)) {
    return undetermined(METHOD, n, "the predictors fit the response exactly: there is no error to measure");
  }
  const centres = kept.map((column) => means[column] as number);
  const aliased = columns.filter((column) => !kept.includes(column));
  return linearFit({
    method: METHOD,
    n,
    names: [INTERCEPT, ...kept.map((column) => sums.names[column] as string)],
    aliased: aliased.map((column) => sums.names[column] as string),
    values: [(means[target] as number) - dot(slopes, centres), ...slopes],
    covariance: withIntercept(inverse, centres, n).scaled(residualSquares / (n - k)),
    residualSquares,
    totalSquares,
    explainedSquares,
    logWeights: 0,
    df: n - k,
    level,
    assumptions: assumptionsOf("classical"),
    warnings: [],
  });
}

function columnOf({ names }: CrossProducts, name: string): number {
  const at = names.indexOf(name);
  if (at >= 0) return at;
  throw new AppError("USAGE", `the sums have no column "${name}"`, { hint: `choose among ${names.join(", ")}` });
}

/** The inverse of the co-moments of the columns, by way of their correlations. */
function scaledInverse(comoments: Matrix, kept: readonly number[]): Matrix {
  const part = comoments.principal(kept);
  const scales = part.diagonal().map(Math.sqrt);
  const rescaled = (matrix: Matrix): Matrix => {
    const result = matrix.copy();
    for (let j = 0; j < kept.length; j++) {
      for (let i = 0; i < kept.length; i++) {
        result.set(i, j, matrix.at(i, j) / (scales[i] as number) / (scales[j] as number));
      }
    }
    return result;
  };
  return rescaled(Cholesky.of(rescaled(part))?.inverse() ?? part);
}

/** (X'X)^-1 with a leading column of ones, from the inverse of the centred one. */
function withIntercept(inverse: Matrix, centres: readonly number[], n: number): Matrix {
  const k = centres.length;
  const result = new Matrix(k + 1, k + 1);
  const shift = inverse.timesVector(centres);
  result.set(0, 0, 1 / n + dot(shift, centres));
  for (let j = 0; j < k; j++) {
    result.set(0, j + 1, -(shift[j] as number));
    result.set(j + 1, 0, -(shift[j] as number));
    for (let i = 0; i < k; i++) result.set(i + 1, j + 1, inverse.at(i, j));
  }
  return result;
}
