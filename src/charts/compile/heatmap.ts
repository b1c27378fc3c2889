import type { HeatmapChart } from "../../contract/chart-spec/heatmap.ts";
import { inkOn, rampColor } from "../color-ramp.ts";
import { formatBare, withUnit } from "../format.ts";
import { hidden } from "../grid.ts";
import {
  baseOption,
  CAPTION,
  type CompiledChart,
  caption,
  literal,
  type OptionPart,
  type PlotSize,
  SMALL,
} from "../option.ts";
import { ellipsis, textWidth } from "../text-width.ts";
import type { Theme } from "../theme.ts";

/** Length of the colour scale. */
const SCALE = 90;
const SMALLEST_CELL = { width: 5, height: 14 };

export function compileHeatmap(spec: HeatmapChart, theme: Theme, { width, height }: PlotSize): CompiledChart {
  const labelWidth = Math.min(
    width * 0.3,
    Math.max(0, ...spec.y.values.map((text) => textWidth(text, { size: SMALL }))),
  );
  const left = Math.ceil(labelWidth) + 10;
  const top = CAPTION + 26;
  const columns = Math.min(spec.x.values.length, Math.floor((width - left) / SMALLEST_CELL.width));
  const rows = Math.min(spec.y.values.length, Math.max(1, Math.floor((height - top - 4) / SMALLEST_CELL.height)));
  const cell = { width: (width - left) / Math.max(1, columns), height: (height - top - 4) / Math.max(1, rows) };
  const range = rangeOf(spec);
  const meaning = `${withUnit(spec.cell)} · ${spec.y.label} by ${spec.x.label}`;
  return {
    option: {
      ...baseOption(theme),
      graphic: [
        caption(ellipsis(meaning, width - scaleWidth(spec, range), { size: SMALL }), { left: 0, top: 0 }, theme),
      ],
      grid: { left, right: 1, top, bottom: 4, show: true, backgroundColor: theme.faint, borderWidth: 0 },
      tooltip: { trigger: "item" },
      xAxis: { ...categories(spec.x.values.slice(0, columns), cell.width, theme), position: "top" },
      yAxis: {
        ...hidden,
        type: "category",
        inverse: true,
        data: spec.y.values.slice(0, rows).map((text) => ellipsis(text, labelWidth + 1, { size: SMALL })),
        axisLabel: { show: true, interval: 0, color: theme.muted, fontSize: SMALL, margin: 8 },
      },
      visualMap: scale(spec, range, theme),
      series: [
        {
          type: "heatmap",
          data: cells(spec, { columns, rows, cell, range, theme }),
          itemStyle: { borderColor: theme.surface, borderWidth: cell.width < 10 ? 0 : 1 },
        },
      ],
    },
    notes: notes(spec, { columns, rows }),
  };
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Ends of the colour scale; equally far from a midpoint. */
function rangeOf({ cells: all, midpoint }: HeatmapChart): Range {
  const values = all.flat().filter((v) => v !== null);
  const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  if (values.length === 0) return { min: 0, max: 1 };
  if (midpoint !== null) {
    const reach = Math.max(high - midpoint, midpoint - low) || 1;
    return { min: midpoint - reach, max: midpoint + reach };
  }
  return low === high ? { min: Math.min(0, low), max: Math.max(high, 1) } : { min: low, max: high };
}

const rampOf = ({ midpoint }: HeatmapChart, theme: Theme): readonly string[] =>
  midpoint === null ? theme.sequential : theme.diverging;

/** Pixels of the scale with the numbers at its ends. */
function scaleWidth({ cell: { unit } }: HeatmapChart, { min, max }: Range): number {
  const numbers = [min, max].map((v) => textWidth(formatBare(v, unit), { size: SMALL }));
  return SCALE + numbers.reduce((sum, width) => sum + width + 12, 0);
}

function scale(spec: HeatmapChart, { min, max }: Range, theme: Theme): OptionPart {
  const { unit } = spec.cell;
  return {
    type: "continuous",
    show: true,
    min,
    max,
    orient: "horizontal",
    right: 0,
    top: 2,
    padding: 0,
    itemWidth: 10,
    itemHeight: SCALE,
    text: [formatBare(max, unit), formatBare(min, unit)],
    textGap: 6,
    textStyle: { color: theme.muted, fontSize: SMALL },
    inRange: { color: [...rampOf(spec, theme)] },
  };
}

function categories(labels: readonly string[], slot: number, theme: Theme): OptionPart {
  const widest = Math.max(0, ...labels.map((text) => textWidth(text, { size: SMALL })));
  const every = slot >= Math.min(widest + 4, 44) ? 1 : Math.ceil((Math.min(widest, 60) + 8) / slot);
  return {
    ...hidden,
    type: "category",
    data: labels.map((text) => ellipsis(text, slot * every - 4, { size: SMALL })),
    axisLabel: { show: true, interval: every - 1, color: theme.muted, fontSize: SMALL, margin: 6 },
  };
}

interface CellLayout {
  readonly columns: number;
  readonly rows: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly range: Range;
  readonly theme: Theme;
}

function cells(spec: HeatmapChart, { columns, rows, cell, range, theme }: CellLayout): OptionPart[] {
  const open = new Set(spec.open.map(({ x, y }) => `${x} ${y}`));
  const texts = spec.cells.map((row) => row.map((v) => (v === null ? "" : formatBare(v, spec.cell.unit))));
  const widest = Math.max(0, ...texts.flat().map((text) => textWidth(text, { size: 11 })));
  const readable = cell.width >= widest + 6 && cell.height >= 16;
  return spec.cells.slice(0, rows).flatMap((row, y) =>
    row.slice(0, columns).flatMap((value, x): OptionPart[] => {
      if (value === null) return [];
      const color = rampColor(rampOf(spec, theme), (value - range.min) / (range.max - range.min));
      const label = readable
        ? { label: { show: true, formatter: literal(texts[y]?.[x] ?? ""), fontSize: 11, color: inkOn(color) } }
        : {};
      const marked = open.has(`${x} ${y}`)
        ? { itemStyle: { borderColor: theme.muted, borderWidth: 1.5, borderType: "dashed" } }
        : {};
      return [{ value: [x, y, value], ...label, ...marked }];
    }),
  );
}

function notes(spec: HeatmapChart, { columns, rows }: { columns: number; rows: number }): readonly string[] {
  const cut = (shown: number, { values, label }: HeatmapChart["x"]): readonly string[] =>
    shown < values.length ? [`The first ${shown} of ${values.length.toLocaleString("en-US")} (${label}).`] : [];
  return [
    ...(spec.open.length > 0 ? ["Dashed: the period is not complete."] : []),
    ...cut(columns, spec.x),
    ...cut(rows, spec.y),
  ];
}
