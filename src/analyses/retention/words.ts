import { formatQuantity, humanize } from "../../core/quantity.ts";
import type { Rate } from "../../stats/proportions/rate.ts";
import type { AveragedCell } from "./cohort-table.ts";
import type { RetentionResult } from "./compute.ts";

const STARTS: Readonly<Record<RetentionResult["cohort"], string>> = {
  first: "users from their first start",
  recurring: "users from the first start of each period",
  each: "starts, each followed for itself",
};

/** "week 3", "weeks 4-7" */
export function columnText({ grain, columns }: Pick<RetentionResult, "grain" | "columns">, column: number): string {
  const label = columns[column] ?? String(column);
  return `${grain}${label.includes("-") ? "s" : ""} ${label}`;
}

/** "return on", "return in that period or later" and the like. */
export function criterionText({ criterion, times, return: back, columns }: RetentionResult): string {
  const often = times === 1 ? back : `${back}, at least ${times} times`;
  return {
    on: `${often} in the period`,
    "on-or-after": `${often} in the period or later, up to period ${columns.length - 1}`,
    "on-or-before": `${often} in any period up to it`,
    streak: `${often} in each period up to it`,
  }[criterion];
}

/** "2.1 % (62 of 4,504; 1.9 % to 2.4 %)" */
export function averageText({
  count,
  of,
  value,
  interval,
}: Pick<AveragedCell, "count" | "of" | "value" | "interval">): string {
  if (value === null) return "undetermined (no cohort has come so far)";
  const between =
    interval === null ? "" : `; ${formatQuantity(interval.low, "share")} to ${formatQuantity(interval.high, "share")}`;
  return `${formatQuantity(value, "share")} (${count.toLocaleString("en-US")} of ${of.toLocaleString("en-US")}${between})`;
}

export const rateText = (rate: Rate): string => averageText(rate);

const CLOCKS: Readonly<Record<RetentionResult["clock"], string>> = {
  calendar: "calendar",
  rolling: "rolling, from the start",
  "rolling-floored": "rolling, from the hour or day of the start",
};

const MEANS: Readonly<Record<RetentionResult["average"], string>> = {
  pooled: "all users of complete cohorts together",
  simple: "mean of complete cohorts, each alike",
  "size-squared": "mean of complete cohorts by the square of their size",
};

/** Definition and n, for subtitles. */
export function definitionText(result: RetentionResult): string {
  const { total, cohort, clock, grain, timezone, days, start } = result;
  const zone = clock === "calendar" ? ` in ${timezone}` : "";
  return `${humanize(total.size)} ${STARTS[cohort]} (${start}), ${days.from} to ${days.to} (exclusive); ${criterionText(result)}; ${CLOCKS[clock]} ${grain}s${zone}`;
}

/** How the curve averages, as a formula in words. */
export const averageFormula = ({ average }: RetentionResult): string => MEANS[average];
