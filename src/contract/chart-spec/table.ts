import { z } from "zod";
import { Column, list, Polarity } from "./column.ts";
import { words } from "./words.ts";

const TableColumn = z.strictObject({
  ...Column.shape,
  /** `bar` draws the number in its cell from zero; `change` shows sign, arrow and hue by `good`. */
  show: z.enum(["text", "number", "bar", "change"]),
  /** The direction that is good news, for `change`. */
  good: Polarity,
});
export type TableColumn = z.infer<typeof TableColumn>;

export const Cell = z.union([z.string(), z.number(), z.null()]);
export type Cell = z.infer<typeof Cell>;

export const TableChart = z
  .strictObject({
    kind: z.literal("table"),
    ...words,
    columns: list(TableColumn),
    rows: list(list(Cell)),
    /** The row of the whole: shown first, and without bars, which would shorten all others. */
    total: list(Cell).optional(),
  })
  .superRefine(({ columns, rows, total }, context) => {
    if ([...rows, ...(total === undefined ? [] : [total])].some(({ length }) => length !== columns.length))
      context.addIssue({ code: "custom", message: "every row must have one cell for each column" });
  });
export type TableChart = z.infer<typeof TableChart>;
