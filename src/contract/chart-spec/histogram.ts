import { z } from "zod";
import { Column, list, NumberAxis, Value } from "./column.ts";
import { common, Mark } from "./common.ts";

/** From `from` (inclusive) up to `to`; the last bin includes its end. */
const Bin = z.strictObject({ from: z.number(), to: z.number(), count: Value });

/** A distribution: how many values lie in each bin. Bins are adjacent, of equal width on the axis's scale. */
export const HistogramChart = z.strictObject({
  kind: z.literal("histogram"),
  ...common,
  x: NumberAxis,
  count: Column,
  bins: list(Bin),
  /** Vertical rules: median, mean, a threshold. */
  marks: list(Mark),
});
export type HistogramChart = z.infer<typeof HistogramChart>;
