import { z } from "zod";
import { futureShape } from "../metric-future.ts";

export const ForecastParams = z.strictObject({
  ...futureShape,
  metrics: z
    .array(z.string())
    .max(20)
    .default([])
    .describe("other metrics, forecast beside it by the same steps; with `by` their values too"),
  goal: z.number().optional().describe("value that the steps together are to reach: the probability of it is given"),
  goal_from: z.iso
    .date()
    .optional()
    .describe("with `goal`: first day that counts, past steps included; default: the first step forecast"),
  by: z
    .array(z.string())
    .max(3)
    .default([])
    .describe("declared dimensions: each combination of values is forecast too"),
  top: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe("with `by`: values of each dimension forecast apart; the rest are Other"),
});
export type ForecastParams = z.infer<typeof ForecastParams>;
