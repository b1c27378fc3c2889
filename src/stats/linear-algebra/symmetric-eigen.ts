import { Matrix } from "./matrix.ts";

export interface SymmetricEigen {
  /** From the largest to the smallest. */
  readonly values: Float64Array;
  /** One unit vector per column, in the order of the values; its sign is arbitrary. */
  readonly vectors: Matrix;
}

/** Eigenvalues and vectors of a symmetric matrix by cyclic Jacobi rotations (Golub, Van Loan, 8.5). */
export function symmetricEigen(matrix: Matrix): SymmetricEigen {
  const size = matrix.rows;
  const work = matrix.copy();
  const vectors = Matrix.identity(size);
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotated = rotate(work, vectors, [p, q]) || rotated;
    }
    if (!rotated) break;
  }
  const diagonal = work.diagonal();
  const order = Array.from(diagonal.keys()).sort((a, b) => (diagonal[b] as number) - (diagonal[a] as number));
  return {
    values: Float64Array.from(order, (at) => diagonal[at] as number),
    vectors: Matrix.ofColumns(
      order.map((at) => vectors.column(at)),
      size,
    ),
  };
}

/** Zeroes the element at `pair`; false where it is already nothing beside its diagonal elements. */
function rotate(work: Matrix, vectors: Matrix, [p, q]: readonly [number, number]): boolean {
  const off = work.at(p, q);
  const [first, second] = [work.at(p, p), work.at(q, q)];
  if (Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(first * second)) || off === 0) return false;
  const theta = (second - first) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(1, theta));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  turnColumns(work, [p, q], [cosine, sine]);
  for (let j = 0; j < work.columns; j++) {
    const [a, b] = [work.at(p, j), work.at(q, j)];
    work.set(p, j, cosine * a - sine * b);
    work.set(q, j, sine * a + cosine * b);
  }
  work.set(p, q, 0);
  work.set(q, p, 0);
  turnColumns(vectors, [p, q], [cosine, sine]);
  return true;
}

/** Turns two columns in their plane, in place. */
export function turnColumns(
  matrix: Matrix,
  [p, q]: readonly [number, number],
  [cosine, sine]: readonly [number, number],
): void {
  const [first, second] = [matrix.column(p), matrix.column(q)];
  for (let i = 0; i < matrix.rows; i++) {
    const [a, b] = [first[i] as number, second[i] as number];
    first[i] = cosine * a - sine * b;
    second[i] = sine * a + cosine * b;
  }
}
