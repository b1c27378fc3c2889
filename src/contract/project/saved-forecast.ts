import { z } from "zod";
import { CalendarRule } from "./calendar-entry.ts";

const texts = z.array(z.string());

/** A question about the future that every build answers anew: parameters of the analysis `forecast` under a name. */
export const SavedForecast = z.strictObject({
  label: z.string().optional(),
  metric: z.string().describe("id of the metric"),
  metrics: texts.optional().describe("other metrics, forecast beside it"),
  by: texts.max(3).optional().describe("dimensions: each combination of values is forecast too"),
  top: z.int().min(1).max(1000).optional().describe("with `by`: values of each dimension forecast apart; default 8"),
  grain: z.enum(["hour", "day", "week", "month"]).optional().describe("steps; default day"),
  horizon: z.int().min(1).max(1000).optional().describe("steps to forecast"),
  model: z.string().optional().describe("model by name; default auto"),
  intervals: z.enum(["model", "conformal"]).optional(),
  levels: z.array(z.number().gt(0).lt(1)).min(1).max(5).optional().describe("levels of the intervals"),
  folds: z.int().min(1).max(50).optional().describe("back-tests"),
  train: z.int().min(10).max(20_000).optional().describe("most steps a model learns from, the newest"),
  segment: z.string().optional().describe("id of a declared segment"),
  where: texts.optional().describe("filters on dimensions: dim=value, dim in a,b ..."),
  goal: z.number().optional().describe("value that the steps together are to reach"),
  goal_from: z.iso.date().optional().describe("with `goal`: first day that counts"),
  cap: z.number().optional().describe("no value can be above"),
  floor: z.number().optional().describe("no value can be below"),
  calendar: texts.optional().describe("entries of the calendar that are told; default: all; none: nothing of it"),
  known: z
    .record(z.string(), z.union([CalendarRule, z.array(CalendarRule).min(1)]))
    .optional()
    .describe("events beside those of the calendar: {launch: 2026-05-01..2026-05-03}"),
});
export type SavedForecast = z.infer<typeof SavedForecast>;
