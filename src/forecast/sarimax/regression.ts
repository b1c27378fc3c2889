import { Matrix } from "../../stats/linear-algebra/matrix.ts";
import { Qr } from "../../stats/linear-algebra/qr.ts";
import { symmetricEigen } from "../../stats/linear-algebra/symmetric-eigen.ts";

/** A named column of a regression with ARIMA errors. */
export interface Regressor {
  readonly name: string;
  /** One per value of the series. */
  readonly values: Float64Array;
}

/** Columns turned to right angles, along which coefficients are searched, as R does. */
export interface Turned {
  readonly columns: readonly Float64Array[];
  /** Original coefficients are this times the turned ones. */
  readonly turn: Matrix;
}

/** The right angles are those of the rows where `values` has a value. */
export function turned(regressors: readonly Regressor[], values: Float64Array): Turned {
  const originals = regressors.map((regressor) => regressor.values);
  if (originals.length < 2) return { columns: originals, turn: Matrix.identity(originals.length) };
  const present = originals.map((column) => column.filter((_, t) => !Number.isNaN(values[t] as number)));
  const turn = symmetricEigen(Matrix.ofColumns(present).gram()).vectors;
  const whole = Matrix.ofColumns(originals).times(turn);
  return { columns: originals.map((_, j) => whole.column(j)), turn };
}

/** `values` less the columns times their coefficients. */
export function withoutRegression(
  values: Float64Array,
  columns: readonly Float64Array[],
  coefficients: ArrayLike<number>,
): Float64Array {
  const result = values.slice();
  columns.forEach((column, j) => {
    const coefficient = coefficients[j] as number;
    for (let t = 0; t < result.length; t++) {
      result[t] = (result[t] as number) - coefficient * (column[t] as number);
    }
  });
  return result;
}

export interface LeastSquares {
  readonly coefficients: Float64Array;
  /** Classical standard errors. */
  readonly errors: Float64Array;
}

/** Without an intercept, over the rows that have a value; null where columns explain each other or rows are too few. */
export function leastSquares(values: Float64Array, columns: readonly Float64Array[]): LeastSquares | null {
  if (columns.length === 0) return { coefficients: new Float64Array(0), errors: new Float64Array(0) };
  const present = (column: Float64Array) => column.filter((_, t) => !Number.isNaN(values[t] as number));
  const observed = present(values);
  const matrix = Matrix.ofColumns(columns.map(present), observed.length);
  if (observed.length <= columns.length) return null;
  const qr = new Qr(matrix);
  if (qr.rank < columns.length) return null;
  const coefficients = qr.solve(qr.rotate(observed));
  const fitted = matrix.timesVector(coefficients);
  const squares = observed.reduce((sum, value, i) => sum + (value - (fitted[i] as number)) ** 2, 0);
  const variance = squares / (observed.length - columns.length);
  const errors = qr
    .inverseGram()
    .diagonal()
    .map((value) => Math.sqrt(value * variance));
  return { coefficients, errors };
}
