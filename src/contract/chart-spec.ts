import { z } from "zod";

const common = {
  /** States the finding. */
  title: z.string(),
  /** Definition and n. */
  subtitle: z.string(),
  /** The chart in words, for people who do not see it. */
  alt: z.string(),
};

const StatItem = z.strictObject({
  label: z.string(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  good: z.enum(["up", "down", "neutral"]),
  /** Relative change, null when it cannot be computed. */
  change: z.number().nullable(),
  comparedWith: z.string().nullable(),
  /** Values by day, oldest first; null where there is none. */
  series: z.array(z.strictObject({ day: z.string(), value: z.number().nullable() })),
});
export type StatItem = z.infer<typeof StatItem>;

/** What a chart shows: data and meaning, no colours and no pixels. A union on `kind`; kinds appear with their first use. */
export const ChartSpec = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("stat"), ...common, items: z.array(StatItem) }),
]);
export type ChartSpec = z.infer<typeof ChartSpec>;
