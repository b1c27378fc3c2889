import { z } from "zod";
import { selectionShape } from "../../contract/selection.ts";

export const OverviewParams = z.strictObject({
  ...selectionShape,
  days: z.int().min(8).max(366).default(28).describe("days of the sparkline, the last complete day included"),
  metrics: z.array(z.string()).optional().describe("ids of the metrics to show; default: all"),
  by: z.array(z.string()).max(1).default([]).describe("a declared dimension: one line per metric and value"),
  top: z.int().min(1).max(1000).default(10).describe("with `by`: values shown apart, the largest; the rest are Other"),
});
export type OverviewParams = z.infer<typeof OverviewParams>;
