import type { Condition } from "../condition.ts";
import type { Metric } from "./metric.ts";

/** A condition in words: `country in ["DE","AT"] and price gte 3`; null for none. */
export const conditionText = (condition: Condition | undefined): string | null =>
  condition === undefined
    ? null
    : Object.entries(condition)
        .map(([column, p]) => `${column} ${predicateText(p)}`)
        .join(" and ");

function predicateText(predicate: Condition[string]): string {
  if (typeof predicate !== "object") return `= ${JSON.stringify(predicate)}`;
  if (Array.isArray(predicate)) return `in ${JSON.stringify(predicate)}`;
  return Object.entries(predicate)
    .map(([op, value]) => `${op} ${JSON.stringify(value)}`)
    .join(" and ");
}

/** How a metric is computed, in words; without its filter. */
export function metricDefinition(metric: Metric): string {
  switch (metric.kind) {
    case "ratio":
      return `${metric.numerator} / ${metric.denominator}; both parts are kept, null when the denominator is 0`;
    case "quantile":
      return `quantile ${metric.q} of ${metric.of} (Hyndman-Fan type 7)`;
    case "count":
      return `number of ${metric.entity}s`;
    case "distinct":
      return `distinct ${metric.of ?? `${metric.entity}s`}; never summed over time`;
    default:
      return `${metric.kind} of ${metric.of}`;
  }
}
