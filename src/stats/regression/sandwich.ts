import { AppError } from "../../core/errors.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import type { Qr } from "../linear-algebra/qr.ts";

/**
 * How the errors of coefficients are estimated.
 * - `classical`: the model's own variance holds for every row.
 * - `HC0`..`HC3`: rows may vary by different amounts (White 1980; MacKinnon, White 1985). HC3 is the safest for few rows.
 * - `clusters`: rows of one cluster (a user, a region) may go together in any way (Liang, Zeger 1986), with the factor
 *   G/(G-1) (n-1)/(n-k) for few clusters. One label per row.
 */
export type ErrorModel =
  | "classical"
  | "HC0"
  | "HC1"
  | "HC2"
  | "HC3"
  | { readonly clusters: ArrayLike<number> | readonly string[] };

export interface RobustErrors {
  readonly covariance: Matrix;
  readonly name: string;
  /** Of clusters; null for independent rows. */
  readonly clusters: number | null;
}

/**
 * Robust covariance of least squares coefficients, as the sum over rows (or clusters) of the squares of what each
 * adds to them: bread and filling of the usual sandwich would lose twice the digits.
 * @param qr of the design, its rows times the square roots of their weights
 * @param residuals times the square roots of the weights
 */
export function robustErrors(qr: Qr, residuals: Float64Array, errors: Exclude<ErrorModel, "classical">): RobustErrors {
  const basis = qr.orthogonal();
  const { rows: n, columns: k } = basis;
  const scores = typeof errors === "object" ? residuals : heteroscedastic(basis, residuals, errors);
  const influence = basis.times(qr.inverseUpper().transposed());
  for (let j = 0; j < k; j++) {
    const column = influence.column(j);
    for (let i = 0; i < n; i++) column[i] = (column[i] as number) * (scores[i] as number);
  }
  if (typeof errors === "object") {
    const sums = clusterSums(influence, errors.clusters);
    const groups = sums.rows;
    const factor = (groups / (groups - 1)) * ((n - 1) / (n - k));
    return { covariance: sums.gram().scaled(factor), name: "cluster-robust errors", clusters: groups };
  }
  const factor = errors === "HC1" ? n / (n - k) : 1;
  return { covariance: influence.gram().scaled(factor), name: `${errors} errors`, clusters: null };
}

/** Residuals, larger where a row pulls the fit towards itself. */
function heteroscedastic(basis: Matrix, residuals: Float64Array, errors: "HC0" | "HC1" | "HC2" | "HC3"): Float64Array {
  if (errors === "HC0" || errors === "HC1") return residuals;
  return residuals.map((residual, i) => {
    let rest = 1;
    for (let j = 0; j < basis.columns; j++) rest -= basis.at(i, j) ** 2;
    // a row that a coefficient of its own fits exactly says nothing about its variance
    const left = rest < 1e-10 ? 0 : rest;
    return residual / (errors === "HC2" ? Math.sqrt(left) : left);
  });
}

/** One row per cluster: the sum of its rows. */
function clusterSums(influence: Matrix, labels: ArrayLike<number> | readonly string[]): Matrix {
  if (labels.length !== influence.rows) {
    throw new AppError("USAGE", `${labels.length} cluster labels for ${influence.rows} rows`, {
      hint: "give one label per row",
    });
  }
  const index = new Map<number | string, number>();
  const of = Int32Array.from({ length: influence.rows }, (_, i) => {
    const label = labels[i] as number | string;
    const known = index.get(label) ?? index.size;
    index.set(label, known);
    return known;
  });
  const sums = new Matrix(index.size, influence.columns);
  for (let j = 0; j < influence.columns; j++) {
    for (let i = 0; i < influence.rows; i++) sums.add(of[i] as number, j, influence.at(i, j));
  }
  return sums;
}

/** sqrt(weights) times each column; the matrix itself without weights. */
export function weightedColumns(matrix: Matrix, weights: ArrayLike<number> | undefined): Matrix {
  if (weights === undefined) return matrix;
  const result = matrix.copy();
  for (let j = 0; j < matrix.columns; j++) {
    const column = result.column(j);
    for (let i = 0; i < column.length; i++) column[i] = (column[i] as number) * Math.sqrt(weights[i] as number);
  }
  return result;
}
