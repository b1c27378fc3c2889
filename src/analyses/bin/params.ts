import { z } from "zod";
import { labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const BinParams = z.strictObject({
  ...labShape,
  column: numericColumn.describe("the column of numbers to cut into bins"),
  method: z
    .enum(["median", "quantiles", "equal", "fixed", "jenks"])
    .default("quantiles")
    .describe("median split, equal counts, equal widths, given cuts, or natural breaks"),
  bins: z.int().min(2).max(50).default(4).describe("how many bins, for quantiles, equal and jenks"),
  cuts: z.array(z.number()).max(49).default([]).describe("where fixed bins part, by rising value"),
  values: numericColumn.optional().describe("another column of numbers whose mean is shown in each bin"),
});
export type BinParams = z.infer<typeof BinParams>;
