import { z } from "zod";

/** What a list of values means. */
export const Column = z.strictObject({
  label: z.string().min(1),
  /** `share` (0.034 is shown as 3.4 %), `s`, `ms`, `bytes`, a currency (`EUR`), any other word as it is; null for plain numbers. */
  unit: z.string().nullable(),
});
export type Column = z.infer<typeof Column>;

/** How values are laid out along an axis; on `log` only values above zero have a place. */
export const Scale = z.enum(["linear", "log"]);
export type Scale = z.infer<typeof Scale>;

/** A column drawn along an axis. */
export const NumberAxis = z.strictObject({ ...Column.shape, scale: Scale });
export type NumberAxis = z.infer<typeof NumberAxis>;

/** The direction that is good news. */
export const Polarity = z.enum(["up", "down", "neutral"]);
export type Polarity = z.infer<typeof Polarity>;

export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

/** A value, or null where there is none: a gap, never zero. */
export const Value = z.number().nullable();
