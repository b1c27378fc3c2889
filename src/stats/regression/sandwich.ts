import { Matrix } from "../linear-algebra/matrix.ts";

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

/** What robust errors are made of. */
export interface SandwichParts {
  /** (X'WX)^-1. */
  readonly bread: Matrix;
  /** The kept columns of the design. */
  readonly matrix: Matrix;
  /** Per row the factor of its design row in the estimating equations: weight times residual. */
  readonly scores: Float64Array;
  /** Diagonal of the hat matrix; asked for by HC2 and HC3 only. */
  readonly leverages: () => Float64Array;
}

export interface RobustErrors {
  readonly covariance: Matrix;
  readonly name: string;
  /** Of clusters; null for independent rows. */
  readonly clusters: number | null;
}

export function robustErrors(parts: SandwichParts, errors: Exclude<ErrorModel, "classical">): RobustErrors {
  const { bread, matrix } = parts;
  const { rows: n, columns: k } = matrix;
  if (typeof errors === "object") {
    const sums = clusterSums(parts, errors.clusters);
    const groups = sums.rows;
    const factor = (groups / (groups - 1)) * ((n - 1) / (n - k));
    const covariance = bread.times(sums.gram()).times(bread).scaled(factor);
    return { covariance, name: "cluster-robust errors", clusters: groups };
  }
  const scores = parts.scores.slice();
  if (errors === "HC2" || errors === "HC3") {
    const leverages = parts.leverages();
    for (let i = 0; i < n; i++) {
      const rest = 1 - (leverages[i] as number);
      // a row that its own coefficient fits exactly says nothing about its variance
      const left = rest < 1e-10 ? 0 : rest;
      scores[i] = (scores[i] as number) / (errors === "HC2" ? Math.sqrt(left) : left);
    }
  }
  const scaled = Matrix.ofColumns(
    Array.from({ length: k }, (_, j) => matrix.column(j).map((x, i) => x * (scores[i] as number))),
    n,
  );
  const factor = errors === "HC1" ? n / (n - k) : 1;
  return {
    covariance: bread.times(scaled.gram()).times(bread).scaled(factor),
    name: `${errors} errors`,
    clusters: null,
  };
}

/** One row per cluster: the sum of its rows' scores. */
function clusterSums({ matrix, scores }: SandwichParts, labels: ArrayLike<number> | readonly string[]): Matrix {
  const index = new Map<number | string, number>();
  const of = Int32Array.from({ length: matrix.rows }, (_, i) => {
    const label = labels[i] as number | string;
    const known = index.get(label) ?? index.size;
    index.set(label, known);
    return known;
  });
  const sums = new Matrix(index.size, matrix.columns);
  for (let j = 0; j < matrix.columns; j++) {
    const column = matrix.column(j);
    for (let i = 0; i < matrix.rows; i++) sums.add(of[i] as number, j, (column[i] as number) * (scores[i] as number));
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

/** The kept columns as a matrix of their own. */
export function keptColumns(matrix: Matrix, kept: readonly number[]): Matrix {
  if (kept.length === matrix.columns) return matrix;
  return Matrix.ofColumns(
    kept.map((j) => matrix.column(j)),
    matrix.rows,
  );
}
