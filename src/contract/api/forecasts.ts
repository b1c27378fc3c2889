import { z } from "zod";
import { route } from "./route.ts";

const value = z.number().nullable();

/** A kept answer of `forecast`, beside what came since. */
export const KeptForecast = z.strictObject({
  id: z.string(),
  saved: z.string().nullable().describe("id of the project's saved forecast that it answers"),
  createdAt: z.string(),
  label: z.string(),
  unit: z.string().nullable(),
  grain: z.enum(["hour", "day", "week", "month"]),
  timezone: z.string(),
  model: z.string(),
  steps: z.int(),
  changed: z
    .array(z.string())
    .describe("definitions that are others now, so that nothing that came is held against it: sample, metrics.revenue"),
  came: z.int().describe("steps that are over and have a value"),
  mae: value,
  smape: value.describe("in percent"),
  inside: value.describe("share of values inside the first interval"),
  level: value.describe("the share it promised"),
  promised: value.describe("mean absolute error that the back-test promised"),
  points: z.array(z.strictObject({ period: z.string(), actual: value, mean: value, low: value, high: value })),
});
export type KeptForecast = z.infer<typeof KeptForecast>;

export const listForecasts = route({
  method: "GET",
  url: "/api/forecasts",
  tag: "results",
  summary: "The newest kept forecasts, each beside what came since",
  answer: z.array(KeptForecast),
});
