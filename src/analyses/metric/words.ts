import { formatChange, formatQuantity } from "../../core/quantity.ts";
import type { MetricLine, MetricResult } from "./compute.ts";

/** What a line is called: its values, or the metric's label for the total. */
export function lineName({ keys }: MetricLine, { label }: MetricResult): string {
  return keys.length === 0 ? label : keys.join(" · ");
}

const AGAINST = {
  none: "",
  previous: "the period before",
  week: "the same days a week before",
  year: "a year before",
  goal: "the goal",
} as const;

/** "the period before" */
export const comparisonName = ({ compare }: MetricResult): string => AGAINST[compare];

/** "the period before (2024-01-01 to 2024-01-07)" */
export function comparedWith({ compare, comparedDays }: MetricResult): string {
  const days = comparedDays === null ? "" : ` (${comparedDays.from} to ${comparedDays.to}, exclusive)`;
  return `${AGAINST[compare]}${days}`;
}

/** "revenue: 12.3K EUR" or why there is no value. */
export function wholeText(line: MetricLine, result: MetricResult): string {
  const { value, reason } = line.whole;
  const name = lineName(line, result);
  const unit = result.unit?.toLowerCase() === name.toLowerCase() ? null : result.unit;
  return value === null ? `${name} is undetermined (${reason})` : `${name}: ${formatQuantity(value, unit)}`;
}

/** "+4.2 % against the period before", or why there is no comparison; empty when none was asked for. */
export function changeText({ whole }: MetricLine, result: MetricResult): string {
  if (result.compare === "none" || result.compare === "goal") return "";
  if (whole.change !== null) return `${formatChange(whole.change)} against ${comparedWith(result)}`;
  return `no comparison with ${comparedWith(result)}: ${whyNoChange(whole)}`;
}

function whyNoChange({ value, compared, partial }: MetricLine["whole"]): string {
  if (value === null) return "no value";
  if (compared === null) return "no data there";
  if (compared === 0) return "it was 0 there";
  return partial ? "the days are not all whole" : "the days there are not all whole";
}
