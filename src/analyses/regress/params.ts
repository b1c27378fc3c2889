import { z } from "zod";
import { anyColumn, labShape } from "../../models/lab/lab-params.ts";

export const MODELS = ["ols", "logistic", "poisson"] as const;
export type Model = (typeof MODELS)[number];

export const RegressParams = z.strictObject({
  ...labShape,
  y: anyColumn.describe("column to be explained: numbers, for logistic two values, for poisson counts"),
  x: z
    .array(anyColumn)
    .min(1)
    .max(30)
    .describe("explaining columns; text and boolean ones become a comparison of each value with the most frequent one"),
  model: z
    .enum(MODELS)
    .default("ols")
    .describe("ols: a number; logistic: yes or no, as odds ratios; poisson: a count, as ratios of rates"),
  success: z.string().optional().describe("logistic: the value of y that counts as yes; default: 1, true or yes"),
  errors: z
    .enum(["robust", "classical"])
    .default("robust")
    .describe("standard errors: robust holds when the spread differs between rows (HC3; HC1 outside ols)"),
  level: z.number().min(0.5).max(0.999).default(0.95).describe("level of intervals and tests, as a share"),
});
export type RegressParams = z.infer<typeof RegressParams>;
