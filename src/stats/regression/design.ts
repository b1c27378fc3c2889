import { AppError } from "../../core/errors.ts";
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
  for (const { name, values } of predictors) requireFinite(`predictor "${name}"`, values, rows);
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

/** Refuses a value that is missing or not finite, and a column that is not `rows` long. */
export function requireFinite(what: string, values: ArrayLike<number>, rows = values.length): void {
  if (values.length !== rows) {
    throw new AppError("USAGE", `${what} has ${values.length} values for ${rows} rows`, {
      hint: "give one value per row",
    });
  }
  for (let i = 0; i < rows; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new AppError("USAGE", `${what} is ${values[i]} in row ${i}`, {
      hint: "leave out rows with missing values and say how many",
    });
  }
}

/** Refuses weights, trials and the like that are not above zero. */
export function requirePositive(what: string, values: ArrayLike<number>, rows: number): void {
  requireFinite(what, values, rows);
  for (let i = 0; i < rows; i++) {
    if ((values[i] as number) > 0) continue;
    throw new AppError("USAGE", `${what} is ${values[i]} in row ${i}`, {
      hint: "leave out rows that count for nothing",
    });
  }
}
