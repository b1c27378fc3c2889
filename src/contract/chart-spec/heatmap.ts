import { z } from "zod";
import { Column, list, Value } from "./column.ts";
import { words } from "./words.ts";

const Labels = z.strictObject({ label: z.string().min(1), values: list(z.string()) });

/** A number for each pair of two categories: weekday and hour, cohort and age, state and next state. */
export const HeatmapChart = z
  .strictObject({
    kind: z.literal("heatmap"),
    ...words,
    x: Labels,
    /** From top to bottom. */
    y: Labels,
    cell: Column,
    /** One list per y, one value per x; null is drawn as missing. */
    cells: list(list(Value)),
    /** Where colours part in two directions: 0 for differences, 1 for ratios; null for one direction from low to high. */
    midpoint: z.number().nullable(),
    /** Cells whose period is not complete, as indices. */
    open: list(z.strictObject({ x: z.int().min(0), y: z.int().min(0) })),
  })
  .superRefine(({ x, y, cells }, context) => {
    if (cells.length !== y.values.length || cells.some(({ length }) => length !== x.values.length))
      context.addIssue({ code: "custom", message: "cells must have one list for each y with one value for each x" });
  });
export type HeatmapChart = z.infer<typeof HeatmapChart>;
