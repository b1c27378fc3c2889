import { z } from "zod";
import { Grain, hasWeekBefore, selectionShape } from "../../contract/selection.ts";

export const MetricParams = z
  .strictObject({
    metric: z.string().describe("id of the metric"),
    ...selectionShape,
    grain: Grain.default("day").describe("hour, day, week, month, quarter, year or total"),
    by: z.array(z.string()).max(3).default([]).describe("declared dimensions to split by, one line per combination"),
    top: z
      .int()
      .min(1)
      .max(1000)
      .default(8)
      .describe("with `by`: values of each dimension shown apart; the rest are Other"),
    compare: z
      .enum(["none", "previous", "week", "year", "goal"])
      .default("none")
      .describe(
        "previous: as many periods before; week: the same weekdays a week before, of grains up to a week; year: a year before; goal: the metric's goal",
      ),
  })
  .refine(({ compare, grain }) => compare !== "week" || hasWeekBefore(grain), {
    error:
      "months, quarters and years have none a week before; compare with previous or year, or take a grain up to a week",
    path: ["compare"],
  });
export type MetricParams = z.infer<typeof MetricParams>;
