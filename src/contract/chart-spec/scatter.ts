import { z } from "zod";
import { Column, list, NumberAxis, Value } from "./column.ts";
import { Mark } from "./mark.ts";
import { words } from "./words.ts";

const Point = z.strictObject({
  /** Written beside the point; null for most. */
  label: z.string().nullable(),
  x: Value,
  y: Value,
  /** Drawn as the area of the point; null without. */
  size: Value,
});
export type ScatterPoint = z.infer<typeof Point>;

/** Two numbers of each thing against each other. */
export const ScatterChart = z.strictObject({
  kind: z.literal("scatter"),
  ...words,
  /** What a point is: user, product. */
  point: z.string().min(1),
  x: NumberAxis,
  y: NumberAxis,
  size: Column.nullable(),
  groups: list(z.strictObject({ label: z.string().min(1), points: list(Point) })),
  /** A fitted line as points on it, by rising x. */
  fit: z.strictObject({ label: z.string(), points: list(z.strictObject({ x: z.number(), y: z.number() })) }).nullable(),
  /** Vertical rules. */
  marks: list(Mark),
});
export type ScatterChart = z.infer<typeof ScatterChart>;
