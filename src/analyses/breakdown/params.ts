import { z } from "zod";
import { selectionShape } from "../../contract/selection.ts";

export const BreakdownParams = z.strictObject({
  ...selectionShape,
  by: z
    .array(z.string())
    .min(1)
    .max(3)
    .optional()
    .describe("declared dimensions, one row per combination; default: the first declared one"),
  metrics: z.array(z.string()).min(1).optional().describe("ids of the metrics; default: all that have the dimensions"),
  top: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe("values of each dimension shown apart, the largest; the rest are Other"),
  tree: z
    .boolean()
    .default(true)
    .describe("put the dimensions above (`parent`) before the ones asked for, with a subtotal for each"),
  compare: z
    .enum(["none", "previous", "week", "year"])
    .default("none")
    .describe("previous: as many days before; week: the same days a week before; year: 364 days before"),
});
export type BreakdownParams = z.infer<typeof BreakdownParams>;
