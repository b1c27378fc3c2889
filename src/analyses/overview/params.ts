import { z } from "zod";

export const OverviewParams = z.strictObject({
  days: z.int().min(8).max(366).default(28).describe("days of the sparkline, the last complete day included"),
  metrics: z.array(z.string()).optional().describe("ids of the metrics to show; default: all"),
  by: z.string().optional().describe("a declared dimension: one line per metric and value"),
  where: z
    .array(z.strictObject({ dimension: z.string(), value: z.string() }))
    .max(1)
    .default([])
    .describe("a declared dimension's value to look at, as dimension=value"),
  top: z.int().min(1).default(10).describe("with `by`: values shown of each metric, those with the most rows"),
  from: z.iso.date().optional().describe("first day to show"),
  to: z.iso.date().optional().describe("day after the last one to look at"),
});
export type OverviewParams = z.infer<typeof OverviewParams>;
