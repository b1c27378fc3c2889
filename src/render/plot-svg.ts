import { readFileSync } from "node:fs";
import * as charts from "echarts/charts";
import * as components from "echarts/components";
import { getMap, init, registerMap, setPlatformAPI, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { COUNTRIES_MAP } from "../charts/compile/map.ts";
import { measureText } from "../charts/measure-text.ts";
import type { OptionPart, PlotSize } from "../charts/option.ts";
import { assetPath } from "./asset.ts";

use([
  charts.BarChart,
  charts.HeatmapChart,
  charts.LineChart,
  charts.MapChart,
  charts.PieChart,
  charts.ScatterChart,
  components.GraphicComponent,
  components.GridComponent,
  components.LegendPlainComponent,
  components.MarkLineComponent,
  components.TooltipComponent,
  components.VisualMapContinuousComponent,
  components.VisualMapPiecewiseComponent,
  LabelLayout,
  SVGRenderer,
]);

setPlatformAPI({ measureText: (text, font) => measureText(text ?? "", font) });

function registerCountries(): void {
  if (getMap(COUNTRIES_MAP)) return;
  registerMap(COUNTRIES_MAP, readFileSync(assetPath("countries.json"), "utf8"));
}

/** The SVG of an ECharts option. The same option gives the same bytes; `scope` keeps its ids apart from other plots'. */
export function plotSvg(option: OptionPart, { width, height, scope }: PlotSize & { readonly scope: string }): string {
  registerCountries();
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ ...option });
    return stable(chart.renderToSVGString(), scope);
  } finally {
    chart.dispose();
  }
}

/** Ids and classes count up over the life of a process; what serves hovering and scripts is of no use in a picture. */
function stable(svg: string, scope: string): string {
  return svg
    .replace(/\bzr\d+-/g, `${scope}-`)
    .replace(/<style ?><!\[CDATA\[[\s\S]*?<\/style>\n?/g, "")
    .replace(/ (class|ecmeta_[a-z_]+)="[^"]*"/g, "")
    .replace(/ (xmlns:xlink|version|baseProfile)="[^"]*"/g, "");
}
