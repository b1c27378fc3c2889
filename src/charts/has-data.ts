import type { ChartSpec } from "../contract/chart-spec.ts";
import { unreachable } from "../core/unreachable.ts";

const any = (values: readonly (number | null)[]): boolean => values.some((v) => v !== null);

/** False when there is nothing to draw: no rows, or no row with a value. */
export function hasData(spec: ChartSpec): boolean {
  switch (spec.kind) {
    case "stat":
      return spec.items.length > 0;
    case "table":
      return spec.rows.length > 0;
    case "graph":
      return spec.nodes.length > 0;
    case "line":
    case "bars":
      return spec.series.some(({ values }) => any(values));
    case "histogram":
      return any(spec.bins.map(({ count }) => count));
    case "scatter":
      return spec.groups.some(({ points }) => points.some(({ x, y }) => x !== null && y !== null));
    case "scatter-matrix":
      return spec.rows.length > 0;
    case "heatmap":
      return spec.cells.some(any);
    case "donut":
      return any(spec.slices.map(({ value }) => value));
    case "map":
      return any(spec.places.map(({ value }) => value));
    default:
      return unreachable(spec);
  }
}
