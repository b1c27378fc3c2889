import { Matrix } from "./matrix.ts";

/** The lower factor L with L L' = the matrix, for symmetric positive definite matrices. */
export class Cholesky {
  readonly #lower: Matrix;

  private constructor(lower: Matrix) {
    this.#lower = lower;
  }

  /** Null where a pivot is at most `tolerance` of its diagonal element: singular or indefinite. */
  static of(matrix: Matrix, tolerance = 1e-14): Cholesky | null {
    const size = matrix.rows;
    const lower = new Matrix(size, size);
    for (let j = 0; j < size; j++) {
      let pivot = matrix.at(j, j);
      for (let k = 0; k < j; k++) pivot -= lower.at(j, k) ** 2;
      if (!(pivot > tolerance * matrix.at(j, j))) return null;
      const root = Math.sqrt(pivot);
      lower.set(j, j, root);
      for (let i = j + 1; i < size; i++) {
        let sum = matrix.at(i, j);
        for (let k = 0; k < j; k++) sum -= lower.at(i, k) * lower.at(j, k);
        lower.set(i, j, sum / root);
      }
    }
    return new Cholesky(lower);
  }

  solve(right: ArrayLike<number>): Float64Array {
    const size = this.#lower.rows;
    const result = Float64Array.from(right);
    for (let i = 0; i < size; i++) {
      let sum = result[i] as number;
      for (let k = 0; k < i; k++) sum -= this.#lower.at(i, k) * (result[k] as number);
      result[i] = sum / this.#lower.at(i, i);
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = result[i] as number;
      for (let k = i + 1; k < size; k++) sum -= this.#lower.at(k, i) * (result[k] as number);
      result[i] = sum / this.#lower.at(i, i);
    }
    return result;
  }

  inverse(): Matrix {
    const size = this.#lower.rows;
    const result = Matrix.identity(size);
    for (let j = 0; j < size; j++) result.column(j).set(this.solve(result.column(j)));
    return result;
  }
}

/**
 * Columns of a positive semidefinite matrix that those before them do not explain: of each kept column's diagonal
 * element more than `tolerance` is left when the earlier ones are taken out.
 */
export function independentColumns(matrix: Matrix, tolerance: number): readonly number[] {
  const kept: number[] = [];
  for (let column = 0; column < matrix.columns; column++) {
    if (Cholesky.of(matrix.principal([...kept, column]), tolerance) !== null) kept.push(column);
  }
  return kept;
}
