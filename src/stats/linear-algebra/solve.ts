import { Matrix } from "./matrix.ts";

/** The solution of `matrix x = right` by Gaussian elimination with row exchanges; null where the matrix is singular. */
export function solve(matrix: Matrix, right: ArrayLike<number>): Float64Array | null {
  const work = matrix.copy();
  const result = Float64Array.from(right);
  const size = work.rows;
  for (let step = 0; step < size; step++) {
    const pivot = largestBelow(work, step);
    if (work.at(pivot, step) === 0) return null;
    if (pivot !== step) exchange(work, result, [pivot, step]);
    for (let i = step + 1; i < size; i++) work.set(i, step, work.at(i, step) / work.at(step, step));
    const factors = work.column(step);
    for (let j = step + 1; j < size; j++) eliminate(work.column(j), factors, step);
    eliminate(result, factors, step);
  }
  for (let j = size - 1; j >= 0; j--) {
    const value = (result[j] as number) / work.at(j, j);
    result[j] = value;
    for (let i = 0; i < j; i++) result[i] = (result[i] as number) - value * work.at(i, j);
  }
  return result;
}

function largestBelow(work: Matrix, step: number): number {
  let best = step;
  for (let i = step + 1; i < work.rows; i++) {
    if (Math.abs(work.at(i, step)) > Math.abs(work.at(best, step))) best = i;
  }
  return best;
}

function exchange(work: Matrix, right: Float64Array, [a, b]: readonly [number, number]): void {
  for (let j = 0; j < work.columns; j++) {
    const kept = work.at(a, j);
    work.set(a, j, work.at(b, j));
    work.set(b, j, kept);
  }
  const kept = right[a] as number;
  right[a] = right[b] as number;
  right[b] = kept;
}

function eliminate(target: Float64Array, factors: Float64Array, step: number): void {
  const head = target[step] as number;
  if (head === 0) return;
  for (let i = step + 1; i < target.length; i++) {
    target[i] = (target[i] as number) - head * (factors[i] as number);
  }
}

/** Null where the matrix is singular. */
export function inverse(matrix: Matrix): Matrix | null {
  const result = Matrix.identity(matrix.rows);
  for (let j = 0; j < matrix.rows; j++) {
    const column = solve(matrix, result.column(j));
    if (column === null) return null;
    result.column(j).set(column);
  }
  return result;
}
