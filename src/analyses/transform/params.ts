import { z } from "zod";
import { anyColumn, labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const TransformParams = z.strictObject({
  ...labShape,
  column: z.array(numericColumn).min(1).max(8).describe("columns of numbers to look at before and after"),
  method: z.enum(["all", "log1p", "box-cox", "yeo-johnson"]).default("all").describe("transforms to compare"),
  cluster: anyColumn
    .optional()
    .describe("column whose rows may be alike, such as the customer: intervals then count its values, not rows"),
});
export type TransformParams = z.infer<typeof TransformParams>;
