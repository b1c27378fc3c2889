import type { Cell, TableChart, TableColumn } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { TOTAL } from "../../contract/selection.ts";
import type { BreakdownResult, BreakdownRow } from "./compute.ts";
import { breakdownFindings } from "./findings.ts";

/** The segment table: a row per value below its parent, a bar in each cell of a metric that adds up. */
export function breakdownCharts(result: BreakdownResult): readonly ChartSpec[] {
  const { dimensions, metrics, rows, days, timezone, compare } = result;
  const [first] = breakdownFindings(result);
  const names = dimensions.map(({ label }) => label).join(" · ");
  const total = rows.find(({ keys }) => keys.length === 0);
  const cells = (row: BreakdownRow): Cell[] => [
    rowLabel(row),
    ...row.cells.flatMap(({ value, change }) => (compare === "none" ? [value] : [value, change])),
  ];
  const chart: TableChart = {
    kind: "table",
    title: first?.text.replace(/\.$/, "") ?? names,
    subtitle: `by ${names}; ${days.from} to ${days.to} (exclusive), days in ${timezone}; only counts and sums add up to the total`,
    alt: `Table of ${metrics.map(({ label }) => label).join(", ")} by ${names}, ${rows.length} rows with the total.`,
    columns: [
      { label: names, unit: null, show: "text", good: "neutral" },
      ...metrics.flatMap(({ label, unit, good, adds }): TableColumn[] => [
        { label, unit, show: adds ? "bar" : "number", good },
        ...(compare === "none" ? [] : [{ label: `${label}, change`, unit: "share", show: "change" as const, good }]),
      ]),
    ],
    rows: rows.filter(({ keys }) => keys.length > 0).map(cells),
    ...(total === undefined ? {} : { total: cells(total) }),
  };
  return [chart];
}

/** Values below their parent, indented by level. */
function rowLabel({ keys }: BreakdownRow): string {
  return keys.length === 0 ? TOTAL : `${"\u2003".repeat(keys.length - 1)}${keys.at(-1)}`;
}
