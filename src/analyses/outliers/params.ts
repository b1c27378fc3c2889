import { z } from "zod";
import { labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const OutliersParams = z.strictObject({
  ...labShape,
  column: z.array(numericColumn).min(1).max(12).describe("columns of numbers to look at"),
  k: z.number().gt(0).default(1.5).describe("interquartile ranges beyond the quartiles from which values are far out"),
  mad: z
    .number()
    .gt(0)
    .default(3.5)
    .describe("scaled median absolute deviations from the median from which values are far out"),
  top: z.int().min(1).max(1000).default(20).describe("rows listed of each column, farthest from the median first"),
});
export type OutliersParams = z.infer<typeof OutliersParams>;
