import { z } from "zod";
import { Column, list, Value } from "./column.ts";
import { Mark } from "./mark.ts";
import { words } from "./words.ts";

const BarSeries = z.strictObject({
  label: z.string().min(1),
  /** One per category. */
  values: list(Value),
  /** Intervals, drawn as whiskers; null without. */
  interval: z.strictObject({ label: z.string(), low: list(Value), high: list(Value) }).nullable(),
});
export type BarSeries = z.infer<typeof BarSeries>;

/** One or more numbers per category, from zero. A chart without room shows the first categories and says so. */
export const BarsChart = z
  .strictObject({
    kind: z.literal("bars"),
    ...words,
    /** Horizontal bars give long labels room. */
    direction: z.enum(["vertical", "horizontal"]),
    /** Only parts of a whole may be stacked. */
    layout: z.enum(["grouped", "stacked"]),
    /** In the order to be shown. */
    category: z.strictObject({ label: z.string().min(1), values: list(z.string()) }),
    value: Column,
    series: list(BarSeries),
    /** Rules across the bars: targets, thresholds. */
    rules: list(Mark),
  })
  .superRefine(({ category, series }, context) => {
    for (const { label, values, interval } of series) {
      const lists = interval === null ? [values] : [values, interval.low, interval.high];
      if (lists.some(({ length }) => length !== category.values.length))
        context.addIssue({ code: "custom", message: `series "${label}" must have one value for each category` });
    }
  });
export type BarsChart = z.infer<typeof BarsChart>;
