import { z } from "zod";
import { anyColumn, groupColumn, groupText, labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const CompareParams = z.strictObject({
  ...labShape,
  value: numericColumn.describe("numeric column to compare"),
  by: groupColumn.describe(`what groups rows: ${groupText}`),
  design: z
    .enum(["independent", "paired"])
    .default("independent")
    .describe("independent: every row stands for itself; paired: two values of each unit, with --unit"),
  unit: anyColumn.optional().describe("with design paired: column that says which rows belong together"),
  correction: z
    .enum(["holm", "bh", "bonferroni", "by", "none"])
    .default("holm")
    .describe("how the p-values of pairs of groups are corrected in Dunn's test"),
  power: z
    .number()
    .min(0.5)
    .max(0.999)
    .default(0.8)
    .describe("chance with which the effect that could be found is found"),
  level: z.number().min(0.5).max(0.999).default(0.95).describe("level of intervals and tests, as a share"),
});
export type CompareParams = z.infer<typeof CompareParams>;
