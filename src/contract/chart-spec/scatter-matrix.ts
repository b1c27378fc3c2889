import { z } from "zod";
import { Column, list, Value } from "./column.ts";
import { words } from "./words.ts";

/** A column of the matrix, with its own distribution: adjacent bins of equal width, by rising value. */
const MatrixColumn = z.strictObject({
  ...Column.shape,
  bins: list(z.strictObject({ from: z.number(), to: z.number(), count: Value })),
});

/** Every pair of some columns as a scatter plot below the diagonal, each column as a histogram on it. */
export const ScatterMatrixChart = z
  .strictObject({
    kind: z.literal("scatter-matrix"),
    ...words,
    /** What a point is: user, call. */
    point: z.string().min(1),
    columns: list(MatrixColumn),
    /** One list per point with one value per column. */
    rows: list(list(Value)),
    /** A number for each pair, written above the diagonal: one list per column; null for no number. */
    strength: z.strictObject({ label: z.string(), values: list(list(Value)) }).nullable(),
  })
  .superRefine(({ columns, rows, strength }, context) => {
    const k = columns.length;
    if (k < 2) context.addIssue({ code: "custom", message: "a matrix has two columns or more" });
    if (rows.some(({ length }) => length !== k))
      context.addIssue({ code: "custom", message: "each row must have one value for each column" });
    if (strength !== null && (strength.values.length !== k || strength.values.some(({ length }) => length !== k)))
      context.addIssue({ code: "custom", message: "strength must have one value for each pair of columns" });
  });
export type ScatterMatrixChart = z.infer<typeof ScatterMatrixChart>;
