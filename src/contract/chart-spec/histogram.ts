import { z } from "zod";
import { Column, list, NumberAxis, Value } from "./column.ts";
import { Mark } from "./mark.ts";
import { words } from "./words.ts";

/** From `from` (inclusive) up to `to`; the last bin includes its end. */
const Bin = z.strictObject({ from: z.number(), to: z.number(), count: Value });

/** A distribution: how many values lie in each bin. Bins are adjacent, by rising value, of equal width on the axis's scale. */
export const HistogramChart = z
  .strictObject({
    kind: z.literal("histogram"),
    ...words,
    x: NumberAxis,
    count: Column,
    bins: list(Bin),
    /** A density over the bars, in counts per bin, as points by rising x. */
    curve: z
      .strictObject({ label: z.string(), points: list(z.strictObject({ x: z.number(), y: z.number() })) })
      .optional(),
    /** Vertical rules: median, mean, a threshold. */
    marks: list(Mark),
  })
  .superRefine(({ x, bins }, context) => {
    const width = ({ from, to }: { from: number; to: number }): number =>
      x.scale === "log" ? Math.log(to / from) : to - from;
    const first = bins[0];
    if (first === undefined) return;
    const even = bins.every((bin) => Math.abs(width(bin) - width(first)) <= width(first) * 1e-6);
    const adjacent = bins.every(({ from }, i) => i === 0 || from === bins[i - 1]?.to);
    if (!even || !adjacent)
      context.addIssue({ code: "custom", message: "bins must be adjacent and equally wide on the scale of x" });
  });
export type HistogramChart = z.infer<typeof HistogramChart>;
