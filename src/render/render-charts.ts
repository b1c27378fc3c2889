import { compileChart } from "../charts/compile-chart.ts";
import type { Drawing } from "../charts/draw/svg.ts";
import { drawChart } from "../charts/draw-chart.ts";
import { frameChart, innerWidth, stackPictures } from "../charts/frame.ts";
import { plotHeight } from "../charts/plot-height.ts";
import type { ThemeName } from "../charts/theme.ts";
import type { ChartSpec } from "../contract/chart-spec.ts";
import { plotSvg } from "./plot-svg.ts";
import { svgToPng } from "./png.ts";

const WIDTH = 760;

export interface RenderOptions {
  readonly theme: ThemeName;
  /** Pixels of the picture; a PNG has twice as many. */
  readonly width?: number;
}

/** Charts under each other as one SVG document. The same charts give the same bytes. */
export function chartsSvg(specs: readonly ChartSpec[], { theme, width = WIDTH }: RenderOptions): string {
  return stackPictures(framed(specs, { theme, width, scope: "c" }), { theme, width });
}

/** Each chart as an SVG element. @param scope keeps ids apart from those of other charts on the same page */
export function chartSvgs(
  specs: readonly ChartSpec[],
  { theme, width = WIDTH, scope }: RenderOptions & { readonly scope: string },
): readonly string[] {
  return framed(specs, { theme, width, scope }).map(({ svg }) => svg);
}

function framed(specs: readonly ChartSpec[], { theme, width, scope }: Required<RenderOptions> & { scope: string }) {
  return specs.map((spec, i) =>
    frameChart(spec, draw(spec, { theme, width: innerWidth(width), scope: `${scope}${i}` }), { theme, width }),
  );
}

/** Charts under each other as one picture. */
export function renderCharts(
  specs: readonly ChartSpec[],
  { format, ...options }: RenderOptions & { readonly format: "svg" | "png" },
): string | Uint8Array {
  const svg = chartsSvg(specs, options);
  return format === "svg" ? svg : svgToPng(svg);
}

function draw(spec: ChartSpec, { theme, width, scope }: { theme: ThemeName; width: number; scope: string }): Drawing {
  switch (spec.kind) {
    case "stat":
    case "table":
    case "graph":
      return drawChart(spec, { theme, width });
    default: {
      const height = plotHeight(spec, width);
      const { option, notes } = compileChart(spec, { theme, width, height });
      return { body: plotSvg(option, { width, height, scope }), height, notes };
    }
  }
}
