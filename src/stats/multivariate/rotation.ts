import { Matrix } from "../linear-algebra/matrix.ts";
import { Qr } from "../linear-algebra/qr.ts";
import { inverse } from "../linear-algebra/solve.ts";
import { turnColumns } from "../linear-algebra/symmetric-eigen.ts";

/** Factors turned so that each variable loads on few of them. */
export interface Rotation {
  /** A row per variable, a column per factor; factors by falling sum of squares, the largest loading of each positive. */
  readonly loadings: Matrix;
  /** Of the factors; the identity after an orthogonal rotation. */
  readonly factorCorrelations: Matrix;
}

/**
 * Kaiser's varimax (1958): turns pairs of factors until the variance of squared loadings is largest.
 * @param loadings a row per variable, a column per factor; at least two factors
 * @param kaiser whether every variable counts the same, however much of it the factors explain
 */
export function varimax(loadings: Matrix, { kaiser = true } = {}): Rotation {
  const rotated = turned(loadings, kaiser);
  return arranged(rotated, Matrix.identity(loadings.columns));
}

function turned(loadings: Matrix, kaiser: boolean): Matrix {
  const { rows, columns } = loadings;
  const lengths = Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += loadings.at(i, j) ** 2;
    return kaiser && sum > 0 ? Math.sqrt(sum) : 1;
  });
  const work = new Matrix(rows, columns);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) work.set(i, j, loadings.at(i, j) / (lengths[i] as number));
  }
  for (let sweep = 0; sweep < 1000; sweep++) {
    let largest = 0;
    for (let p = 0; p < columns; p++) {
      for (let q = p + 1; q < columns; q++) {
        const angle = varimaxAngle(work.column(p), work.column(q));
        turnColumns(work, [p, q], [Math.cos(angle), -Math.sin(angle)]);
        largest = Math.max(largest, Math.abs(angle));
      }
    }
    if (largest < 1e-14) break;
  }
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) work.set(i, j, work.at(i, j) * (lengths[i] as number));
  }
  return work;
}

/** The turn of two factors in their plane that makes the variance of their squared loadings largest. */
function varimaxAngle(x: Float64Array, y: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [p, q] = [x[i] as number, y[i] as number];
    const [u, v] = [p * p - q * q, 2 * p * q];
    a += u;
    b += v;
    c += u * u - v * v;
    d += 2 * u * v;
  }
  return Math.atan2(d - (2 * a * b) / x.length, c - (a * a - b * b) / x.length) / 4;
}

/**
 * Promax (Hendrickson, White 1964): varimax, then factors may be oblique, drawn to the loadings raised to `power`.
 */
export function promax(loadings: Matrix, { power = 4, kaiser = true } = {}): Rotation {
  const start = turned(loadings, kaiser);
  const qr = new Qr(start);
  const transform = Matrix.ofColumns(
    Array.from({ length: start.columns }, (_, j) =>
      qr.solve(qr.rotate(start.column(j).map((x) => x * Math.abs(x) ** (power - 1)))),
    ),
  );
  const unscaled = inverse(transform.gram());
  if (qr.rank < start.columns || unscaled === null) return arranged(start, Matrix.identity(start.columns));
  const scales = unscaled.diagonal().map(Math.sqrt);
  for (let j = 0; j < start.columns; j++) {
    transform.column(j).set(transform.column(j).map((x) => x * (scales[j] as number)));
  }
  const correlations = inverse(transform.gram()) ?? Matrix.identity(start.columns);
  return arranged(start.times(transform), correlations);
}

/** Factors by falling sum of squared loadings, the largest loading of each positive. */
export function arranged(loadings: Matrix, correlations: Matrix): Rotation {
  const columns = Array.from({ length: loadings.columns }, (_, j) => {
    const column = loadings.column(j);
    const largest = column.reduce((most, x) => (Math.abs(x) > Math.abs(most) * (1 + 1e-9) ? x : most), 0);
    return { at: j, sign: largest < 0 ? -1 : 1, squares: column.reduce((sum, x) => sum + x * x, 0) };
  }).sort((a, b) => b.squares - a.squares);
  const factorCorrelations = new Matrix(columns.length, columns.length);
  columns.forEach((a, i) => {
    columns.forEach((b, j) => {
      factorCorrelations.set(i, j, a.sign * b.sign * correlations.at(a.at, b.at));
    });
  });
  return {
    loadings: Matrix.ofColumns(
      columns.map(({ at, sign }) => loadings.column(at).map((x) => sign * x)),
      loadings.rows,
    ),
    factorCorrelations,
  };
}
