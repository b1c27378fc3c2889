import { z } from "zod";
import { Column, list, Value } from "./column.ts";
import { words } from "./words.ts";

/** Parts of a whole. Slices beyond the palette and values that cannot be a part (null, negative) are told apart in the chart. */
export const DonutChart = z.strictObject({
  kind: z.literal("donut"),
  ...words,
  /** What a slice is: device, source. */
  part: z.string().min(1),
  value: Column,
  slices: list(z.strictObject({ label: z.string(), value: Value })),
});
export type DonutChart = z.infer<typeof DonutChart>;
