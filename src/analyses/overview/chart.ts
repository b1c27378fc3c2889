import type { StatItem } from "../../contract/chart-spec/stat.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { formatChange, formatQuantity } from "../../core/quantity.ts";
import type { OverviewLine, OverviewResult } from "./compute.ts";

/** Label of a line, with the dimension's value where there is one. */
export function lineLabel({ label, dimensionValue }: OverviewLine): string {
  return dimensionValue === null ? label : `${label} · ${dimensionValue}`;
}

/** The value and its change in words. */
export function lineText(line: OverviewLine): string {
  const value = line.value === null ? "undetermined" : formatQuantity(line.value, line.unit);
  const change =
    line.change === null ? (line.reason ?? "") : `${formatChange(line.change)} against ${line.previousDay}`;
  return `${lineLabel(line)} ${value}${change === "" ? "" : ` (${change})`}`;
}

/** One tile per metric with its sparkline. */
export function overviewCharts({ lines, timezone }: OverviewResult): readonly ChartSpec[] {
  const items = lines.map(
    (line): StatItem => ({
      label: lineLabel(line),
      value: line.value,
      unit: line.unit,
      good: line.good,
      change: line.change,
      comparedWith: line.previous === null ? null : line.previousDay,
      series: [...line.series],
    }),
  );
  const [first] = lines;
  const title = first === undefined ? "No metric" : lineText(first);
  const days = [...new Set(lines.map(({ day }) => day))];
  const subtitle = `${days.length === 1 ? days[0] : "last complete day"} against the same weekday a week before; days in ${timezone}`;
  return [{ kind: "stat", title, subtitle, alt: lines.map(lineText).join("; "), items }];
}
