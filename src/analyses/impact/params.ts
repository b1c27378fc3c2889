import { z } from "zod";
import { labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const ImpactParams = z.strictObject({
  ...labShape,
  by: numericColumn.describe("numeric column that says how much went wrong, such as Downtime"),
  outcomes: z.array(numericColumn).min(1).max(10).describe("numeric columns to look at by it"),
  revenue: numericColumn

    .optional()
    .describe("the outcome that is money: what its rows have less than those of the lowest group is told as at risk"),
  bins: z
    .string()
    .default("3")
    .describe("groups of the column: a number of equal parts (3: low, moderate, high), or limits: 0,5,30"),
  level: z.number().min(0.5).max(0.999).default(0.95).describe("level of intervals and tests, as a share"),
});
export type ImpactParams = z.infer<typeof ImpactParams>;
