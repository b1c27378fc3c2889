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

/** A cell of a heatmap: its place across, and the label of its row. */
export interface SelectedCell {
  readonly x: number;
  readonly row: string;
}

/** The cell that was clicked in a heatmap; null for any other chart. */
export function selectedCell(spec: PlotSpec, { value }: { readonly value?: unknown }): SelectedCell | null {
  if (spec.kind !== "heatmap" || !Array.isArray(value)) return null;
  const [x, y] = value.map(Number);
  const row = y === undefined ? undefined : spec.y.values[y];
  return x === undefined || row === undefined ? null : { x, row };
}
