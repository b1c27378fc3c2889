import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { coMomentsOf, correlationOf } from "./co-moments.ts";
import { type Correlation, type CorrelationOptions, fisherInterval, pValueOfLinear } from "./correlation.ts";

const METHOD = "partial correlation";

/** A pivot this small means that a control follows from the others. */
const SINGULAR = 1e-12;

/** Partial correlation of columns of values; see {@link partialCorrelationOfMatrix}. */
export function partialCorrelation(
  [x, y]: readonly [ArrayLike<number>, ArrayLike<number>],
  controls: readonly ArrayLike<number>[],
  options: CorrelationOptions = {},
): Inferred<Correlation> {
  const columns = [x, y, ...controls];
  const matrix = columns.map((a) => columns.map((b) => correlationOf(coMomentsOf(a, b)) ?? Number.NaN));
  if (matrix.some((row) => row.some(Number.isNaN))) return undetermined(METHOD, x.length, "a column does not vary");
  return partialCorrelationOfMatrix(matrix, x.length, options);
}

/**
 * Correlation of the first two variables of a correlation matrix with the others held fixed, over `n` units. Degrees of
 * freedom and the interval's n are less by the number of controls. Undetermined with too few units or when one of the
 * controls follows from the others.
 */
export function partialCorrelationOfMatrix(
  matrix: readonly (readonly number[])[],
  n: number,
  { alternative = "two-sided", level = 0.95 }: CorrelationOptions = {},
): Inferred<Correlation> {
  const size = matrix.length;
  if (size < 2 || matrix.some((row) => row.length !== size)) {
    throw new AppError("USAGE", `a correlation matrix of ${size} rows is not square or too small`, {
      hint: "give the two variables first, then the controls",
    });
  }
  const controls = size - 2;
  const df = n - 2 - controls;
  if (df < 1) return undetermined(METHOD, n, `${controls} controls need at least ${controls + 3} units`);
  const remainder = withoutControls(matrix);
  if (remainder === null) return undetermined(METHOD, n, "a variable follows from the controls");
  const [xx, xy, yy] = remainder;
  const r = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent units", "linear relations", "normal values for the p-value and the interval"],
    warnings: [],
    coefficient: {
      value: r,
      se: Math.sqrt(((1 - r) * (1 + r)) / df),
      interval: df > 1 ? fisherInterval({ value: r, se: 1 / Math.sqrt(df - 1) }, { alternative, level }) : null,
    },
    pValue: pValueOfLinear(r, df, alternative),
  };
}

/**
 * Variances and covariance of the first two variables after the others are taken out: Gaussian elimination from the last
 * variable up, which needs no pivoting in a positive definite matrix. Null when it is not.
 */
function withoutControls(matrix: readonly (readonly number[])[]): readonly [number, number, number] | null {
  const rest = matrix.map((row) => Float64Array.from(row));
  const at = (i: number, j: number): number => rest[i]?.[j] as number;
  for (let k = matrix.length - 1; k >= 2; k--) {
    const pivot = at(k, k);
    if (!(pivot > SINGULAR)) return null;
    for (let i = 0; i < k; i++) {
      const factor = at(i, k) / pivot;
      rest[i]?.forEach((value, j) => {
        (rest[i] as Float64Array)[j] = value - factor * at(k, j);
      });
    }
  }
  return at(0, 0) > SINGULAR && at(1, 1) > SINGULAR ? [at(0, 0), at(0, 1), at(1, 1)] : null;
}
