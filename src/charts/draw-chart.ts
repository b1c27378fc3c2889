import { unreachable } from "../core/unreachable.ts";
import type { DrawnSpec } from "./compile-chart.ts";
import { drawGraph } from "./draw/graph.ts";
import { drawStat } from "./draw/stat.ts";
import { type Drawing, textElement } from "./draw/svg.ts";
import { drawTable } from "./draw/table.ts";
import { hasData } from "./has-data.ts";
import { NO_DATA, SMALL } from "./option.ts";
import { THEMES, type ThemeName } from "./theme.ts";

/** The inside of a chart that is no plot, as SVG of the given width; its height follows from its content. */
export function drawChart(
  spec: DrawnSpec,
  { theme: name, width }: { readonly theme: ThemeName; readonly width: number },
): Drawing {
  const theme = THEMES[name];
  if (!hasData(spec)) {
    const body = textElement(NO_DATA, { x: width / 2, y: 36, size: SMALL, anchor: "middle", fill: theme.muted });
    return { body, height: 64, notes: [] };
  }
  switch (spec.kind) {
    case "stat":
      return drawStat(spec, theme, width);
    case "table":
      return drawTable(spec, theme, width);
    case "graph":
      return drawGraph(spec, theme, width);
    default:
      return unreachable(spec);
  }
}
