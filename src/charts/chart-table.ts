import type { BarsChart } from "../contract/chart-spec/bars.ts";
import type { Column } from "../contract/chart-spec/column.ts";
import type { GraphChart } from "../contract/chart-spec/graph.ts";
import type { HeatmapChart } from "../contract/chart-spec/heatmap.ts";
import type { LineChart } from "../contract/chart-spec/line.ts";
import type { ScatterChart } from "../contract/chart-spec/scatter.ts";
import type { StatChart } from "../contract/chart-spec/stat.ts";
import type { Cell } from "../contract/chart-spec/table.ts";
import type { ChartSpec } from "../contract/chart-spec.ts";
import { unreachable } from "../core/unreachable.ts";

/** The data of a chart: everything it holds, nothing cut or rounded. */
export interface ChartTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

interface TableColumn extends Column {
  readonly type: "text" | "number";
}

const text = (label: string): TableColumn => ({ label, unit: null, type: "text" });
const number = ({ label, unit }: Column): TableColumn => ({ label, unit, type: "number" });

/**
 * The chart as a table, for people who cannot or would not read a picture, and for exports.
 *
 * @public pages and reports put it beside every chart
 */
export function chartTable(spec: ChartSpec): ChartTable {
  switch (spec.kind) {
    case "stat":
      return statTable(spec);
    case "line":
      return lineTable(spec);
    case "bars":
      return barsTable(spec);
    case "histogram":
      return {
        columns: [
          number({ ...spec.x, label: `${spec.x.label} from` }),
          number({ ...spec.x, label: "to" }),
          number(spec.count),
        ],
        rows: spec.bins.map(({ from, to, count }) => [from, to, count]),
      };
    case "scatter":
      return scatterTable(spec);
    case "scatter-matrix":
      return { columns: spec.columns.map(number), rows: spec.rows };
    case "heatmap":
      return heatmapTable(spec);
    case "donut":
      return {
        columns: [text(spec.part), number(spec.value)],
        rows: spec.slices.map(({ label, value }) => [label, value]),
      };
    case "table":
      return {
        columns: spec.columns.map((column) =>
          column.show === "text" ? { ...text(column.label), unit: column.unit } : number(column),
        ),
        rows: spec.total === undefined ? spec.rows : [spec.total, ...spec.rows],
      };
    case "map":
      return {
        columns: [text("country"), number(spec.value)],
        rows: spec.places.map(({ place, value }) => [place, value]),
      };
    case "graph":
      return graphTable(spec);
    default:
      return unreachable(spec);
  }
}

function statTable({ items }: StatChart): ChartTable {
  return {
    columns: [
      text("metric"),
      number({ label: "value", unit: null }),
      text("unit"),
      number({ label: "change", unit: "share" }),
      text("compared with"),
    ],
    rows: items.map(({ label, value, unit, change, comparedWith }) => [label, value, unit, change, comparedWith]),
  };
}

interface Interval {
  readonly label: string;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** A column per series, followed by the ends of its interval. */
function seriesColumns(
  series: readonly {
    readonly label: string;
    readonly values: readonly (number | null)[];
    readonly interval: Interval | null;
  }[],
  unit: string | null,
): readonly { readonly column: TableColumn; readonly values: readonly (number | null)[] }[] {
  return series.flatMap(({ label, values, interval }) => [
    { column: number({ label, unit }), values },
    ...(interval === null
      ? []
      : [
          { column: number({ label: `${label}: ${interval.label}, low`, unit }), values: interval.low },
          { column: number({ label: `${label}: ${interval.label}, high`, unit }), values: interval.high },
        ]),
  ]);
}

function lineTable({ x, y, series, openFrom, marks }: LineChart): ChartTable {
  const columns = seriesColumns(
    series.map(({ label, values, band }) => ({ label, values, interval: band })),
    y.unit,
  );
  const noted = marks.some(({ at }) => x.values.some((value) => value === at));
  return {
    columns: [
      x.scale === "time" ? text(x.label) : number(x),
      ...columns.map(({ column }) => column),
      ...(openFrom === null ? [] : [text("period")]),
      ...(noted ? [text("annotation")] : []),
    ],
    rows: x.values.map((at, i) => [
      at,
      ...columns.map(({ values }) => values[i] ?? null),
      ...(openFrom === null ? [] : [i >= openFrom ? "open" : "complete"]),
      ...(noted
        ? [
            marks
              .filter((mark) => mark.at === at)
              .map(({ label }) => label)
              .join("; ") || null,
          ]
        : []),
    ]),
  };
}

function barsTable({ category, value, series }: BarsChart): ChartTable {
  const columns = seriesColumns(series, value.unit);
  return {
    columns: [text(category.label), ...columns.map(({ column }) => column)],
    rows: category.values.map((label, i) => [label, ...columns.map(({ values }) => values[i] ?? null)]),
  };
}

function scatterTable({ point, x, y, size, groups }: ScatterChart): ChartTable {
  return {
    columns: [text(point), text("group"), number(x), number(y), ...(size === null ? [] : [number(size)])],
    rows: groups.flatMap(({ label: group, points }) =>
      points.map((p) => [p.label, group, p.x, p.y, ...(size === null ? [] : [p.size])]),
    ),
  };
}

function heatmapTable({ x, y, cell, cells, open }: HeatmapChart): ChartTable {
  const opened = new Set(open.map((at) => `${at.x} ${at.y}`));
  return {
    columns: [text(y.label), text(x.label), number(cell), ...(open.length === 0 ? [] : [text("period")])],
    rows: y.values.flatMap((row, j) =>
      x.values.map((column, i) => [
        row,
        column,
        cells[j]?.[i] ?? null,
        ...(open.length === 0 ? [] : [opened.has(`${i} ${j}`) ? "open" : "complete"]),
      ]),
    ),
  };
}

/** One row per edge, then the nodes that have a value of their own, or no edge to name them. */
function graphTable({ node, edge, nodes, edges }: GraphChart): ChartTable {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const alone = nodes.filter(({ id }) => node !== null || !touched.has(id));
  const columns = [text("from"), text("to"), text("label"), number(edge ?? { label: "value", unit: null })];
  const rows: readonly (readonly Cell[])[] = [
    ...edges.map(({ from, to, label, value }) => [labels.get(from) ?? from, labels.get(to) ?? to, label, value, null]),
    ...alone.map(({ label, value }) => [label, null, null, null, value]),
  ];
  return node === null
    ? { columns, rows: rows.map((row) => row.slice(0, -1)) }
    : { columns: [...columns, number(node)], rows };
}
