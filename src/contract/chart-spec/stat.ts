import { z } from "zod";
import { list, Polarity, Value } from "./column.ts";
import { words } from "./words.ts";

export const StatItem = z.strictObject({
  label: z.string(),
  value: Value,
  unit: z.string().nullable(),
  good: Polarity,
  /** Relative change, null when it cannot be computed. */
  change: Value,
  comparedWith: z.string().nullable(),
  /** Values by day, oldest first; null where there is none. */
  series: z.array(z.strictObject({ day: z.string(), value: Value })),
});
export type StatItem = z.infer<typeof StatItem>;

/** Tiles: a number each, its change and the days before it. */
export const StatChart = z.strictObject({ kind: z.literal("stat"), ...words, items: list(StatItem) });
export type StatChart = z.infer<typeof StatChart>;
