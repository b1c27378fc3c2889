import type { BarsChart } from "../contract/chart-spec/bars.ts";
import { unreachable } from "../core/unreachable.ts";
import { COUNTRIES_ASPECT } from "./compile/map.ts";
import type { PlotSpec } from "./compile-chart.ts";
import { hasData } from "./has-data.ts";
import { CAPTION } from "./option.ts";

const MAX_BARS = 40;
const MAX_HEAT_ROWS = 60;

/** A good height for a plot of this width, in pixels. */
export function plotHeight(spec: PlotSpec, width: number): number {
  if (!hasData(spec)) return 64;
  switch (spec.kind) {
    case "line":
    case "histogram":
      return clamp(width * 0.45, 220, 360);
    case "scatter":
      return clamp(width * 0.55, 260, 440);
    case "scatter-matrix":
      return clamp(width * 0.85, 280, 720);
    case "donut":
      return clamp(width * 0.42, width < 480 ? 280 : 220, 320);
    case "map":
      return Math.round(width / COUNTRIES_ASPECT) + 2 * CAPTION;
    case "heatmap":
      return 56 + Math.max(1, Math.min(MAX_HEAT_ROWS, spec.y.values.length)) * (spec.y.values.length > 30 ? 18 : 26);
    case "bars":
      return spec.direction === "vertical" ? clamp(width * 0.45, 220, 360) : rowsHeight(spec);
    default:
      return unreachable(spec);
  }
}

function rowsHeight({ category, series, layout, rules }: BarsChart): number {
  const rows = Math.max(1, Math.min(MAX_BARS, category.values.length));
  const row = layout === "grouped" && series.length > 1 ? 10 + 11 * series.length : 26;
  return 54 + (series.length > 1 ? 24 : 0) + (rules.length > 0 ? 16 : 0) + rows * row;
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}
