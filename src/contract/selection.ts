import { z } from "zod";
import type { Metric } from "./project/metric.ts";
import type { Project } from "./project/project.ts";

export const Grain = z.enum(["hour", "day", "week", "month", "quarter", "year", "total"]);
export type Grain = z.infer<typeof Grain>;

/** True when a period of the grain has one that began a week before. */
export const hasWeekBefore = (grain: Grain): boolean => grain !== "month" && grain !== "quarter" && grain !== "year";

/** Values of a declared dimension that rows must, or must not, have; null is the value of rows without one. */
export const DimensionFilter = z.strictObject({
  dimension: z.string(),
  not: z.boolean().default(false),
  values: z.array(z.string().nullable()).min(1),
});
export type DimensionFilter = z.infer<typeof DimensionFilter>;

/** Parameters by which every analysis chooses its rows; spread into its own schema. */
export const selectionShape = {
  from: z.iso.date().optional().describe("first day, in the project's zone; default: the first day of the data"),
  to: z.iso.date().optional().describe("day after the last one; default: the end of the data"),
  segment: z.string().optional().describe("id of a declared segment to look at"),
  where: z
    .array(DimensionFilter)
    .default([])
    .describe(
      'filters on declared dimensions, all of which must hold: dim=value, dim!=value, "dim in a,b", "dim not in a,b", "dim is null", "dim is not null"',
    ),
};

/** Parameters by which an analysis is asked of a second group of users, and the difference is tested. */
export const versusShape = {
  versus: z
    .string()
    .optional()
    .describe("id of a declared segment to compare with: the difference of each share, with an interval and a p-value"),
  compare: z
    .enum(["none", "previous", "week", "year"])
    .default("none")
    .describe(
      "days to compare with: previous (as many days just before `from`), week (7 days before) or year (364 days before)",
    ),
};

const Selection = z.strictObject(selectionShape);
export type Selection = z.infer<typeof Selection>;

/** How a breakdown names rows that have no value of a dimension. */
export const NO_VALUE = "(none)";
/** How a breakdown names the row of everything. */
export const TOTAL = "Total";
/** How a breakdown names all values beyond the largest. */
export const OTHER = "Other";

/** Where a value stands among its siblings of whatever size: named values first, then `(none)`, then Other. */
export function valueRank(value: string | undefined): number {
  return value === OTHER ? 2 : value === NO_VALUE ? 1 : 0;
}

/**
 * True when the metric's parts may be added over days and over values of a dimension: counts, sums and means of events,
 * sessions and rows. Distinct counts, quantiles, and everything about users, items and orders may not.
 */
export function isAdditive(id: string, { metrics }: Pick<Project, "metrics">): boolean {
  const metric: Metric | undefined = metrics[id];
  if (metric === undefined) return false;
  if (metric.kind === "ratio")
    return isAdditive(metric.numerator, { metrics }) && isAdditive(metric.denominator, { metrics });
  if (metric.kind === "distinct" || metric.kind === "quantile") return false;
  return metric.entity === "event" || metric.entity === "session";
}
