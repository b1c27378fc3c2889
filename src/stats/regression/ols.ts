import { type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { Qr } from "../linear-algebra/qr.ts";
import { designOf, INTERCEPT, type Predictor, requirePositive } from "./design.ts";
import { type LinearFit, linearFit } from "./linear-fit.ts";
import { type ErrorModel, robustErrors, weightedColumns } from "./sandwich.ts";

export interface LinearRegressionInput {
  readonly response: ArrayLike<number>;
  readonly predictors: readonly Predictor[];
  /** Weighted least squares: each row's variance is proportional to 1 / weight. Above zero. */
  readonly weights?: ArrayLike<number>;
  readonly intercept?: boolean;
  readonly errors?: ErrorModel;
  readonly level?: number;
}

export interface RowFit {
  /** Per row, in the unit of the response. */
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
}

/**
 * Least squares by a pivoted QR decomposition, which keeps about twice the digits of the normal equations. Tests and
 * intervals are of t with n - k degrees of freedom, G - 1 for G clusters.
 */
export function linearRegression({
  response,
  predictors,
  weights,
  intercept = true,
  errors = "classical",
  level = 0.95,
}: LinearRegressionInput): Inferred<LinearFit & RowFit> {
  const n = response.length;
  const least = weights === undefined ? "ordinary least squares" : "weighted least squares";
  requireFinite(response, "the response");
  if (weights !== undefined) requirePositive("the weight", weights, n);
  const design = designOf(predictors, n, intercept);
  const scaled = weightedColumns(design.matrix, weights);
  const target =
    weights === undefined ? response : Float64Array.from(weights, (w, i) => Math.sqrt(w) * (response[i] as number));
  const qr = new Qr(scaled);
  const k = qr.rank;
  if (n <= k || k === 0) return undetermined(least, n, `${n} rows cannot determine ${k} coefficients and their errors`);
  const rotated = qr.rotate(target);
  const values = qr.solve(rotated);
  const residualSquares = rotated.subarray(k).reduce((sum, x) => sum + x * x, 0);
  const fittedSquares = rotated.subarray(0, k).reduce((sum, x) => sum + x * x, 0);
  if (residualSquares <= 1e-30 * fittedSquares) {
    return undetermined(least, n, "the predictors fit the response exactly: there is no error to measure");
  }
  const centred = design.names[0] === INTERCEPT;
  const scaledResiduals = qr.residuals(rotated);
  const residuals =
    weights === undefined ? scaledResiduals : scaledResiduals.map((x, i) => x / Math.sqrt(weights[i] as number));
  const robust = errors === "classical" ? null : robustErrors(qr, scaledResiduals, errors);
  if (robust?.clusters === 1) return undetermined(least, n, "errors by cluster need two clusters");
  const fit = linearFit({
    method: `${least}, ${robust?.name ?? "classical errors"}`,
    n,
    names: qr.kept.map((j) => design.names[j] as string),
    aliased: qr.aliased.map((j) => design.names[j] as string),
    values,
    covariance: robust?.covariance ?? qr.inverseGram().scaled(residualSquares / (n - k)),
    explainedSquares: robust === null ? fittedSquares - (centred ? (rotated[0] as number) ** 2 : 0) : null,
    residualSquares,
    totalSquares: totalSquares(response, weights, centred),
    logWeights: weights === undefined ? 0 : Array.from(weights).reduce((sum, w) => sum + Math.log(w), 0),
    df: robust?.clusters == null ? n - k : robust.clusters - 1,
    level,
    assumptions: assumptionsOf(errors),
    warnings: clusterWarnings(robust?.clusters ?? null),
  });
  return fit.status === "ok"
    ? { ...fit, fitted: residuals.map((x, i) => (response[i] as number) - x), residuals }
    : fit;
}

function totalSquares(response: ArrayLike<number>, weights: ArrayLike<number> | undefined, centred: boolean): number {
  const weight = (i: number): number => (weights === undefined ? 1 : (weights[i] as number));
  let [sum, total] = [0, 0];
  for (let i = 0; i < response.length; i++) {
    sum += weight(i) * (response[i] as number);
    total += weight(i);
  }
  const centre = centred ? sum / total : 0;
  let [squares, rest] = [0, 0];
  for (let i = 0; i < response.length; i++) {
    const apart = (response[i] as number) - centre;
    squares += weight(i) * apart * apart;
    rest += weight(i) * apart;
  }
  return centred ? squares - (rest * rest) / total : squares;
}

export function assumptionsOf(errors: ErrorModel): readonly string[] {
  const model = "the mean of the response is linear in the predictors";
  if (errors === "classical")
    return [model, "rows are independent, with equal variance", "normal errors, or many rows"];
  if (typeof errors === "object") return [model, "clusters are independent, and many"];
  return [model, "rows are independent", "many rows"];
}

/** Below this many clusters their errors are known to be too small (Cameron, Miller 2015). */
const FEW_CLUSTERS = 30;

export function clusterWarnings(clusters: number | null): readonly string[] {
  return clusters !== null && clusters < FEW_CLUSTERS
    ? [`only ${clusters} clusters: their errors may be too small`]
    : [];
}
