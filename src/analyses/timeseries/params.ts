import { z } from "zod";
import { Grain, selectionShape } from "../../contract/selection.ts";
import { DECOMPOSITIONS } from "../../forecast/decomposition/decompose.ts";

export const TimeseriesParams = z.strictObject({
  metric: z.string().describe("id of the metric"),
  metrics: z.array(z.string()).max(8).default([]).describe("other metrics to show beside it, with peaks and growth"),
  ...selectionShape,
  grain: Grain.exclude(["total"]).default("day").describe("steps: hour, day, week, month, quarter or year"),
  method: z
    .enum(DECOMPOSITIONS)
    .default("mstl")
    .describe("mstl (several seasons), stl (one) or classical (moving averages)"),
  kind: z
    .enum(["additive", "multiplicative"])
    .default("additive")
    .describe("additive: parts add up; multiplicative: they multiply, for swings that grow with the level"),
  period: z
    .array(z.int().min(2).max(10_000))
    .max(3)
    .optional()
    .describe("steps of each season, such as 24,168; default: those of the calendar that the data show"),
  robust: z.boolean().default(false).describe("outliers count less in trend and season (mstl, stl)"),
  lags: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("most lags of the autocorrelations; default: by the number of steps"),
  changes: z
    .enum(["trend", "mean", "mean-variance", "none"])
    .default("trend")
    .describe(
      "what a change point may change, without the seasons: trend (level and slope), mean, mean-variance (level and spread) or none",
    ),
  gaps: z
    .enum(["refuse", "fill"])
    .default("refuse")
    .describe(
      "steps without a value: refuse (say what cannot be computed) or fill (between neighbours in the same phase)",
    ),
});
export type TimeseriesParams = z.infer<typeof TimeseriesParams>;
