import { z } from "zod";

/** One metric in one period of one window, in total or for one combination of values. */
export const MetricRow = z.object({
  /** 0: the days asked for; 1: those compared with. */
  window: z.number(),
  /** How many of the dimensions the row is split by; 0 is the total. */
  level: z.number(),
  /** Values of the dimensions; null stands for Other, and beyond the level for nothing. */
  k0: z.string().nullable(),
  k1: z.string().nullable(),
  k2: z.string().nullable(),
  /** First day, `YYYY-MM-DD`, or instant of the hour, ISO 8601. */
  period: z.string(),
  metric: z.string(),
  value: z.number().nullable(),
  rows: z.number(),
  left_out: z.number().nullable(),
});
export type MetricRow = z.infer<typeof MetricRow>;
