import { type ReactNode, useEffect, useRef, useState } from "react";
import { COUNTRIES_MAP } from "../../src/charts/compile/map.ts";
import { compileChart, type PlotSpec } from "../../src/charts/compile-chart.ts";
import type { CompiledChart } from "../../src/charts/option.ts";
import { plotHeight } from "../../src/charts/plot-height.ts";
import type { ThemeName } from "../../src/charts/theme.ts";
import { type EChartsType, getMap, init, registerMap } from "./echarts.ts";
import { plotTooltip } from "./plot-tooltip.ts";
import { type SelectedCell, selectedCell, selectedLabel } from "./selected-label.ts";
import { useNear } from "./use-near.ts";

interface PlotProps {
  readonly spec: PlotSpec;
  readonly theme: ThemeName;
  /** Called with the label of the bar, slice or country that was clicked. */
  readonly onSelect?: ((label: string) => void) | undefined;
  /** Called with the cell of a heatmap that was clicked. */
  readonly onCell?: ((cell: SelectedCell) => void) | undefined;
  readonly onNotes: (notes: readonly string[]) => void;
}

/** A chart drawn on a canvas; the frame around it has its words and its table. */
export function Plot({ spec, theme, onSelect, onCell, onNotes }: PlotProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const [width, setWidth] = useState(0);
  const near = useNear(box);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  const height = plotHeight(spec, width === 0 ? 640 : width);
  useEffect(() => {
    const element = box.current;
    if (element === null || width === 0 || !near) return;
    let dropped = false;
    const compiled = compileChart(spec, { theme, width, height });
    onNotes(compiled.notes);
    void ready(spec).then(() => {
      if (dropped) return;
      chart.current ??= init(element, null, { renderer: "canvas", width, height });
      draw(chart.current, { spec, theme, width, height, compiled });
    });
    return () => {
      dropped = true;
    };
  }, [spec, theme, width, height, near, onNotes]);
  useEffect(() => {
    const instance = chart.current;
    if ((onSelect === undefined && onCell === undefined) || instance === null) return;
    const listen = (event: { readonly name?: string; readonly dataIndex?: number; readonly value?: unknown }): void => {
      const [label, cell] = [selectedLabel(spec, event), selectedCell(spec, event)];
      if (label !== null) onSelect?.(label);
      if (cell !== null) onCell?.(cell);
    };
    instance.on("click", listen as never);
    return () => {
      instance.off("click", listen as never);
    };
  });
  return (
    <div ref={box} className="plot" role="img" aria-label={spec.alt} data-near={near} style={{ blockSize: height }} />
  );
}

interface Drawing {
  readonly spec: PlotSpec;
  readonly theme: ThemeName;
  readonly width: number;
  readonly height: number;
  readonly compiled: CompiledChart;
}

function draw(chart: EChartsType, { spec, theme, width, height, compiled }: Drawing): void {
  chart.resize({ width, height });
  chart.setOption({ ...compiled.option, ...plotTooltip(spec, theme, compiled.option) }, { notMerge: true });
}

/** The font and, for maps, the shapes of countries. */
async function ready({ kind }: PlotSpec): Promise<void> {
  await Promise.all([document.fonts.load("12px Inter"), document.fonts.load("600 12px Inter")]);
  if (kind !== "map" || getMap(COUNTRIES_MAP)) return;
  const { default: address } = await import("../../assets/countries.json?url");
  registerMap(COUNTRIES_MAP, await (await fetch(address)).json());
}
