import { z } from "zod";
import { labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const PcaParams = z.strictObject({
  ...labShape,
  columns: z
    .array(numericColumn)
    .min(2)
    .max(40)
    .optional()
    .describe("numeric columns; default: the first ten numeric ones of the table"),
  on: z
    .enum(["correlation", "covariance"])
    .default("correlation")
    .describe("correlation: every column counts the same; covariance: the column with the largest unit decides"),
  keep: z
    .int()
    .min(1)
    .max(40)
    .optional()
    .describe("components to keep; default: as many as explain 80 % of the variance"),
});
export type PcaParams = z.infer<typeof PcaParams>;
