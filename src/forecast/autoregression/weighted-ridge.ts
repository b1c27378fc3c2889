import { Cholesky } from "../../stats/linear-algebra/cholesky.ts";
import { Matrix } from "../../stats/linear-algebra/matrix.ts";

export interface LagFit {
  /** What the value of each lag adds, in the order of the lags. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Variance of the error one step ahead, with that of the coefficients (Akaike's final prediction error). */
  readonly sigma2: number;
}

export interface LagFitOptions {
  readonly lags: readonly number[];
  /** Penalty on the squares of the coefficients. */
  readonly ridge: number;
  /** Steps after which what was counts half. */
  readonly halfLife: number;
}

/** Least squares of values on their own lags, newer ones counting more. Null with fewer rows than coefficients or no variance. */
export function fitLags(values: Float64Array, { lags, ridge, halfLife }: LagFitOptions): LagFit | null {
  const first = Math.max(...lags);
  const count = values.length - first;
  const size = lags.length + 1;
  if (count < size + 1) return null;
  const weights = Float64Array.from({ length: count }, (_, i) => 0.5 ** ((count - 1 - i) / halfLife));
  const columns = [
    ...lags.map((lag) => values.subarray(first - lag, values.length - lag)),
    new Float64Array(count).fill(1),
  ];
  const target = values.subarray(first);
  const weighted = columns.map((column) => column.map((value, i) => value * (weights[i] as number)));
  const products = new Matrix(size, size);
  for (const [j, left] of weighted.entries()) {
    for (const [k, right] of columns.entries()) {
      if (k > j) break;
      const product = dot(left, right) + (j === k && j < lags.length ? ridge : 0);
      products.set(j, k, product);
      products.set(k, j, product);
    }
  }
  const solved = Cholesky.of(products)?.solve(weighted.map((column) => dot(column, target)));
  if (solved === undefined) return null;
  let [squares, total, weightSquares] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    let residual = target[i] as number;
    for (const [j, column] of columns.entries()) residual -= (solved[j] as number) * (column[i] as number);
    const weight = weights[i] as number;
    squares += weight * residual * residual;
    total += weight;
    weightSquares += weight * weight;
  }
  const effective = Math.max(size + 1, (total * total) / weightSquares);
  const sigma2 = (squares / total) * ((effective + size) / (effective - size));
  return { coefficients: solved.subarray(0, lags.length), intercept: solved[lags.length] as number, sigma2 };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
