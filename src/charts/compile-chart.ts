import type { ChartSpec } from "../contract/chart-spec.ts";
import { unreachable } from "../core/unreachable.ts";
import { compileBars } from "./compile/bars.ts";
import { compileDonut } from "./compile/donut.ts";
import { compileHeatmap } from "./compile/heatmap.ts";
import { compileHistogram } from "./compile/histogram.ts";
import { compileLine } from "./compile/line.ts";
import { compileMap } from "./compile/map.ts";
import { compileScatter } from "./compile/scatter.ts";
import { compileScatterMatrix } from "./compile/scatter-matrix.ts";
import { hasData } from "./has-data.ts";
import { type CompiledChart, emptyPlot, type PlotSize } from "./option.ts";
import { THEMES, type ThemeName } from "./theme.ts";

/** Kinds that are drawn as tiles, cells and boxes instead of plots: `drawChart` makes SVG of them. */
export type DrawnSpec = Extract<ChartSpec, { kind: "stat" | "table" | "graph" }>;
export type PlotSpec = Exclude<ChartSpec, DrawnSpec>;

/**
 * The ECharts option of a chart, as JSON, without its title. A map needs assets/countries.json registered as
 * `countries`.
 */
export function compileChart(
  spec: PlotSpec,
  { theme: name, ...size }: PlotSize & { readonly theme: ThemeName },
): CompiledChart {
  const theme = THEMES[name];
  if (!hasData(spec)) return emptyPlot(theme);
  switch (spec.kind) {
    case "line":
      return compileLine(spec, theme, size);
    case "bars":
      return compileBars(spec, theme, size);
    case "histogram":
      return compileHistogram(spec, theme, size);
    case "scatter":
      return compileScatter(spec, theme, size);
    case "scatter-matrix":
      return compileScatterMatrix(spec, theme, size);
    case "heatmap":
      return compileHeatmap(spec, theme, size);
    case "donut":
      return compileDonut(spec, theme, size);
    case "map":
      return compileMap(spec, theme, size);
    default:
      return unreachable(spec);
  }
}
