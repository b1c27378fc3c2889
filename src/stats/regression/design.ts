import { AppError } from "../../core/errors.ts";
import { requireFinite } from "../input.ts";
import { Matrix } from "../linear-algebra/matrix.ts";

/** One explaining variable: a value per row. */
export interface Predictor {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

export const INTERCEPT = "(intercept)";

export interface Design {
  readonly names: readonly string[];
  readonly matrix: Matrix;
}

/** The predictors as columns, after a column of ones where an intercept is wanted. */
export function designOf(predictors: readonly Predictor[], rows: number, intercept: boolean): Design {
  for (const { name, values } of predictors) requireColumn(`predictor "${name}"`, values, rows);
  const ones = intercept ? [{ name: INTERCEPT, values: new Float64Array(rows).fill(1) }] : [];
  const columns = [...ones, ...predictors];
  return {
    names: columns.map(({ name }) => name),
    matrix: Matrix.ofColumns(
      columns.map(({ values }) => values),
      rows,
    ),
  };
}

/** Refuses a column that is not `rows` long or has a value that is not finite. */
export function requireColumn(what: string, values: ArrayLike<number>, rows: number): void {
  if (values.length !== rows) {
    throw new AppError("USAGE", `${what} has ${values.length} values for ${rows} rows`, {
      hint: "give one value per row",
    });
  }
  requireFinite(values, what);
}

/** Refuses weights, trials and the like that are not above zero. */
export function requirePositive(what: string, values: ArrayLike<number>, rows: number): void {
  requireColumn(what, values, rows);
  for (let i = 0; i < rows; i++) {
    if ((values[i] as number) > 0) continue;
    throw new AppError("USAGE", `${what} is ${values[i]} in row ${i}`, {
      hint: "leave out rows that count for nothing",
    });
  }
}
