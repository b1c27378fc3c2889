import type { ScatterMatrixChart } from "../../contract/chart-spec/scatter-matrix.ts";
import { formatBare } from "../format.ts";
import { hidden } from "../grid.ts";
import { baseOption, CAPTION, type CompiledChart, caption, type OptionPart, type PlotSize, SMALL } from "../option.ts";
import { ellipsis } from "../text-width.ts";
import type { Theme } from "../theme.ts";
import { extent } from "../value-axis.ts";

/** Points drawn in all cells together: each is drawn once in every cell below the diagonal. */
const MAX_MARKS = 3600;
const GAP = 10;

interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Scatter plots below the diagonal, histograms on it, the numbers of the pairs above it. */
export function compileScatterMatrix(spec: ScatterMatrixChart, theme: Theme, size: PlotSize): CompiledChart {
  const { columns, rows, strength } = spec;
  const k = columns.length;
  const cells = (k * (k - 1)) / 2;
  const every = Math.max(1, Math.ceil((rows.length * cells) / MAX_MARKS));
  const drawn = rows.filter((_, i) => i % every === 0);
  const cell = cellsOf(k, size);
  const places = columns.flatMap((_, i) => columns.slice(0, i + 1).map((__, j) => ({ i, j })));
  const ranges = columns.map(({ bins }, i) =>
    rangeOf(
      bins,
      rows.map((row) => row[i] ?? null),
    ),
  );
  const grids = places.map(({ i, j }) => ({ ...cell(i, j), show: true, borderColor: theme.grid, borderWidth: 1 }));
  const [x, y] = [
    places.map(({ j }, at) => ({ ...roomy(ranges[j]), gridIndex: at })),
    places.map(({ i, j }, at) => ({
      ...(i === j ? countAxis(columns[i]?.bins ?? []) : roomy(ranges[i])),
      gridIndex: at,
    })),
  ];
  const series = places.map(({ i, j }, at): OptionPart => {
    const place = { xAxisIndex: at, yAxisIndex: at };
    return i === j
      ? { ...place, ...histogram(columns[i]?.bins ?? [], theme) }
      : { ...place, ...points(drawn, { i, j, every: drawn.length }, theme) };
  });
  return {
    option: {
      ...baseOption(theme),
      graphic: [
        ...columns.flatMap((column, i) =>
          names(column, ranges[i] ?? [0, 1], { cell: cell(i, i), bottom: cell(k - 1, i), theme }),
        ),
        ...columns.flatMap((_, i) =>
          columns
            .slice(i + 1)
            .flatMap((__, at) => number(strength?.values[i]?.[i + 1 + at] ?? null, cell(i, i + 1 + at), theme)),
        ),
      ],
      grid: grids as unknown as OptionPart[],
      xAxis: x as unknown as OptionPart[],
      yAxis: y as unknown as OptionPart[],
      tooltip: { trigger: "item" },
      series,
    },
    notes: [
      ...(strength === null ? [] : [`Above the diagonal: ${strength.label}.`]),
      ...(every > 1 ? [`One in ${every} of ${rows.length.toLocaleString("en-US")} points is drawn.`] : []),
    ],
  };
}

function cellsOf(k: number, { width, height }: PlotSize): (row: number, column: number) => Cell {
  const [w, h] = [(width - 2) / k, (height - CAPTION) / k];
  return (row, column) => ({
    left: Math.round(column * w) + 1,
    top: Math.round(row * h) + 1,
    width: Math.round(w - GAP),
    height: Math.round(h - GAP),
  });
}

type Bins = ScatterMatrixChart["columns"][number]["bins"];

function rangeOf(bins: Bins, values: readonly (number | null)[]): readonly [number, number] {
  return extent([...values.filter((value) => value !== null), ...bins.flatMap(({ from, to }) => [from, to])]);
}

const axis = ([min, max]: readonly [number, number] = [0, 1]): OptionPart => ({ ...hidden, type: "value", min, max });

/** An axis with room at both ends, so that points at the ends are whole. */
function roomy([low, high]: readonly [number, number] = [0, 1]): OptionPart {
  const margin = (high - low) * 0.03 || Math.abs(high) * 0.03 || 1;
  return axis([low - margin, high + margin]);
}

const countAxis = (bins: Bins): OptionPart => axis([0, Math.max(1, ...bins.map(({ count }) => count ?? 0)) * 1.25]);

function histogram(bins: Bins, theme: Theme): OptionPart {
  const last = bins.at(-1);
  const steps = bins.map(({ from, count }) => [from, count ?? 0]);
  return {
    type: "line",
    step: "end",
    symbol: "none",
    silent: true,
    lineStyle: { width: 1, color: theme.accent },
    areaStyle: { color: theme.accent, opacity: 0.35 },
    data: last === undefined ? [] : [...steps, [last.to, last.count ?? 0]],
  };
}

function points(
  rows: ScatterMatrixChart["rows"],
  { i, j, every }: { readonly i: number; readonly j: number; readonly every: number },
  theme: Theme,
): OptionPart {
  const data = rows.flatMap((row) => {
    const [x, y] = [row[j] ?? null, row[i] ?? null];
    return x === null || y === null ? [] : [[x, y]];
  });
  return {
    type: "scatter",
    symbolSize: every > 300 ? 3 : 5,
    itemStyle: { color: theme.accent, opacity: every > 300 ? 0.35 : 0.6 },
    data,
  };
}

interface Names {
  readonly cell: Cell;
  readonly bottom: Cell;
  readonly theme: Theme;
}

/** The column's name in its cell, and its range under the last one below it. */
function names(
  { label, unit }: ScatterMatrixChart["columns"][number],
  [low, high]: readonly [number, number],
  { cell, bottom, theme }: Names,
): readonly OptionPart[] {
  const name = ellipsis(unit === null ? label : `${label} (${unit})`, cell.width - 8, { size: SMALL });
  const range = `${formatBare(low, unit)} – ${formatBare(high, unit)}`;
  return [
    caption(name, { left: cell.left + 5, top: cell.top + 3 }, theme),
    caption(
      ellipsis(range, bottom.width, { size: SMALL }),
      { left: bottom.left, top: bottom.top + bottom.height + 4 },
      theme,
    ),
  ];
}

function number(value: number | null, { left, top, width, height }: Cell, theme: Theme): readonly OptionPart[] {
  if (value === null) return [];
  return [
    {
      type: "text",
      silent: true,
      x: left + width / 2,
      y: top + height / 2,
      style: {
        text: formatBare(value, null),
        fill: theme.text,
        font: `400 ${SMALL + Math.round(8 * Math.min(1, Math.abs(value)))}px Inter, system-ui, sans-serif`,
        align: "center",
        verticalAlign: "middle",
      },
    },
  ];
}
