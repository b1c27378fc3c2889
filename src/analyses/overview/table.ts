import type { ResultTable } from "../analysis.ts";
import type { OverviewResult } from "./compute.ts";

/** One row per metric (and value of the dimension), exact values. */
export function overviewTable({ lines }: OverviewResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      text("metric"),
      text("dimension_value"),
      text("day"),
      number("value"),
      text("unit"),
      text("previous_day"),
      number("previous"),
      number("change"),
      number("n"),
      text("reason"),
    ],
    rows: lines.map((l) => [
      l.metric,
      l.dimensionValue,
      l.day,
      l.value,
      l.unit,
      l.previousDay,
      l.previous,
      l.change,
      l.n,
      l.reason,
    ]),
  };
}
