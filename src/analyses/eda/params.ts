import { z } from "zod";
import { labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const EdaParams = z.strictObject({
  ...labShape,
  columns: z
    .array(numericColumn)
    .min(1)
    .max(12)
    .optional()
    .describe("columns of numbers to look at; default: the first eight that measure something"),
  pairs: z.int().min(2).max(6).default(5).describe("columns in the matrix of pairs, the first ones"),
  points: z.int().min(50).max(5000).default(1000).describe("rows in the matrix of pairs at most, a sample of more"),
});
export type EdaParams = z.infer<typeof EdaParams>;
