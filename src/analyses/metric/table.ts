import type { ResultTable } from "../analysis.ts";
import type { MetricResult } from "./compute.ts";

/** One row per line and period, exact values; a ratio with its two parts. */
export function metricTable({ lines, dimensions, metric, definition }: MetricResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  const ratio = definition.kind === "ratio";
  return {
    columns: [
      text("metric"),
      ...dimensions.map(text),
      text("period"),
      number("value"),
      ...(ratio ? [number("numerator"), number("denominator")] : []),
      number("n"),
      number("left_out"),
      text("partial"),
      text("compared_period"),
      number("compared"),
      number("change"),
      text("reason"),
    ],
    rows: lines.flatMap(({ keys, points }) =>
      points.map((p) => [
        metric,
        ...dimensions.map((_, i) => keys[i] ?? null),
        p.period,
        p.value,
        ...(ratio ? [p.parts?.numerator ?? null, p.parts?.denominator ?? null] : []),
        p.n,
        p.leftOut,
        p.partial ? "partial" : "",
        p.comparedPeriod,
        p.compared,
        p.change,
        p.reason,
      ]),
    ),
  };
}
