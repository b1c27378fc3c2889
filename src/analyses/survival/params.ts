import { z } from "zod";
import { anyColumn, groupColumn, labShape, numericColumn } from "../../models/lab/lab-params.ts";

export const SurvivalParams = z.strictObject({
  ...labShape,
  duration: numericColumn.describe("numeric column: time from the start to the event or to the end of observation"),
  event: anyColumn.describe("column that says whether the event happened: 1, true or yes; see --happened"),
  happened: z.string().optional().describe("the value of the event column that means it happened"),
  by: groupColumn.optional().describe("column of groups to compare, or bins: bin:age:median; up to eight groups"),
  predictors: z
    .array(anyColumn)
    .max(20)
    .default([])
    .describe("columns for Cox's regression beside the groups; text and boolean ones by value"),
  horizon: z
    .number()
    .positive()
    .optional()
    .describe("time up to which the mean is taken; default: the last time that every group reaches"),
  level: z.number().min(0.5).max(0.999).default(0.95).describe("level of intervals and tests, as a share"),
});
export type SurvivalParams = z.infer<typeof SurvivalParams>;
