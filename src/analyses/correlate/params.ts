import { z } from "zod";
import { labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const CORRELATION_METHODS = ["pearson", "spearman", "kendall"] as const;
export type CorrelationMethod = (typeof CORRELATION_METHODS)[number];

export const CorrelateParams = z.strictObject({
  ...labShape,
  x: numericColumn.optional().describe("numeric column; with y: one pair, by all three coefficients"),
  y: numericColumn.optional().describe("numeric column to correlate x with"),
  columns: z
    .array(numericColumn)
    .min(2)
    .max(40)
    .optional()
    .describe(
      "numeric columns, each correlated with each; default: the first ten measurements of the table (keys left out)",
    ),
  method: z
    .enum(CORRELATION_METHODS)
    .default("pearson")
    .describe("coefficient of a matrix: pearson (linear), spearman (of ranks), kendall (of ranks, on a sample)"),
  controls: z
    .array(numericColumn)
    .max(20)
    .default([])
    .describe("numeric columns to hold fixed: partial correlations beside the plain ones"),
  correction: z
    .enum(["holm", "bh", "bonferroni", "by", "none"])
    .default("holm")
    .describe("how the p-values of many pairs are corrected; holm: no false claim, bh: few among the claims"),
  level: z.number().min(0.5).max(0.999).default(0.95).describe("level of the intervals, as a share"),
});
export type CorrelateParams = z.infer<typeof CorrelateParams>;
