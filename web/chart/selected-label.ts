import type { PlotSpec } from "../../src/charts/compile-chart.ts";

/** The category that was clicked in a chart whose marks are values of a dimension; null for any other. */
export function selectedLabel(
  spec: PlotSpec,
  { name, dataIndex }: { readonly name?: string; readonly dataIndex?: number },
): string | null {
  if (spec.kind === "bars") return (dataIndex === undefined ? null : spec.category.values[dataIndex]) ?? null;
  if (spec.kind === "donut" || spec.kind === "map") return name ?? null;
  return null;
}
