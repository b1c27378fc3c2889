import { z } from "zod";
import { groupColumn, groupText, labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const NormalityParams = z.strictObject({
  ...labShape,
  column: z.array(numericColumn).min(1).max(12).describe("columns of numbers, each tested"),
  by: groupColumn.optional().describe(`test each group apart: ${groupText}`),
  test: z
    .enum(["auto", "shapiro-wilk", "dagostino", "anderson-darling", "jarque-bera"])
    .default("auto")
    .describe("auto is Shapiro-Wilk up to 5,000 values, beyond it D'Agostino-Pearson"),
  alpha: z.number().gt(0).lt(1).default(0.05).describe("level of the tests, after correction for how many there are"),
});
export type NormalityParams = z.infer<typeof NormalityParams>;
