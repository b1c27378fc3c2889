import type { ScatterChart, ScatterPoint } from "../../contract/chart-spec/scatter.ts";
import { withUnit } from "../format.ts";
import { axisRules, layoutMarks, markRules, numberAxis } from "../grid.ts";
import { legend, NO_LEGEND, seriesNames } from "../legend.ts";
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
import { ellipsis } from "../text-width.ts";
import { seriesColors, type Theme } from "../theme.ts";
import { type AxisLayout, axisLayout, positionOn } from "../value-axis.ts";

const MAX_POINTS = 4000;

export function compileScatter(spec: ScatterChart, theme: Theme, { width, height }: PlotSize): CompiledChart {
  const names = seriesNames(spec.groups.map(({ label }) => label));
  const top = names.length > 1 ? legend(names, { width, theme }) : NO_LEGEND;
  const { points, notes } = drawable(spec);
  const fitted = spec.fit?.points ?? [];
  const all = points.flat();
  const y = axisLayout(spec.y, [...all.map((p) => p.y), ...fitted.map((p) => p.y)], {
    length: height - top.height - 80,
    zero: "near",
  });
  const frame = { width, left: y.labelWidth + 8, right: 16 };
  const length = width - frame.left - frame.right;
  const x = axisLayout(spec.x, [...all.map((p) => p.x), ...fitted.map((p) => p.x)], {
    length,
    zero: "near",
    spacing: 84,
  });
  const marks = layoutMarks(spec.marks, x, frame);
  const colors = seriesColors(
    spec.groups.map(({ label }) => label),
    theme,
  );
  const largest = Math.max(0, ...all.map(({ size }) => size ?? 0));
  return {
    option: {
      ...baseOption(theme),
      legend: top.option,
      graphic: [
        caption(withUnit(spec.y), { left: 0, top: top.height }, theme),
        caption(withUnit(spec.x), { right: frame.right, bottom: 3 }, theme),
      ],
      grid: { left: frame.left, right: frame.right, top: top.height + CAPTION + marks.height, bottom: 24 + CAPTION },
      tooltip: { trigger: "item" },
      xAxis: numberAxis(x),
      yAxis: numberAxis(y),
      series: [
        axisRules({ x, y }, frame, theme),
        ...markRules(marks, theme),
        ...points.map((own, i) =>
          pointSeries(own, { name: names[i] ?? "", color: colors[i] ?? theme.other, largest, axis: x, theme }),
        ),
        ...fitSeries(spec.fit, theme),
      ],
    },
    notes,
  };
}

/** The points that have a place, thinned out when there are too many to tell apart. */
function drawable({ groups, x, y, size, fit }: ScatterChart): {
  readonly points: readonly (readonly ScatterPoint[])[];
  readonly notes: readonly string[];
} {
  const placed = (v: number | null, scale: string): boolean => v !== null && (scale === "linear" || v > 0);
  const kept = groups.map(({ points }) => points.filter((p) => placed(p.x, x.scale) && placed(p.y, y.scale)));
  const total = groups.reduce((sum, { points }) => sum + points.length, 0);
  const usable = kept.reduce((sum, points) => sum + points.length, 0);
  const every = Math.ceil(usable / MAX_POINTS);
  const number = (n: number): string => n.toLocaleString("en-US");
  return {
    points: every <= 1 ? kept : kept.map((points) => points.filter((p, i) => i % every === 0 || p.label !== null)),
    notes: [
      ...(size === null ? [] : [`Area: ${withUnit(size)}.`]),
      ...(fit === null ? [] : [`Line: ${fit.label}.`]),
      ...(usable < total ? [`No place on these axes: ${number(total - usable)} of ${number(total)}.`] : []),
      ...(every > 1 ? [`One in ${every} of ${number(usable)} points is drawn.`] : []),
    ],
  };
}

interface PointLook {
  readonly name: string;
  readonly color: string;
  readonly largest: number;
  /** Labels of points at the right end of this axis stand at their left. */
  readonly axis: AxisLayout;
  readonly theme: Theme;
}

function pointSeries(points: readonly ScatterPoint[], { name, color, largest, axis, theme }: PointLook): OptionPart {
  return {
    type: "scatter",
    name,
    itemStyle: { color, opacity: points.length > 500 ? 0.45 : 0.75 },
    symbolSize: points.length > 500 ? 5 : 8,
    labelLayout: { hideOverlap: true },
    z: 3,
    data: points.map(({ x, y, size, label }) => ({
      value: [x, y],
      // area, not radius, follows the value
      ...(size === null || largest <= 0 ? {} : { symbolSize: 4 + 32 * Math.sqrt(Math.max(0, size) / largest) }),
      ...(label === null
        ? {}
        : { name: label, label: pointLabel(label, x !== null && positionOn(axis, x) > 0.7, theme) }),
    })),
  };
}

function pointLabel(label: string, left: boolean, theme: Theme): OptionPart {
  return {
    show: true,
    position: left ? "left" : "right",
    formatter: literal(ellipsis(label, 140, { size: SMALL })),
    color: theme.text,
    fontSize: SMALL,
    textBorderColor: theme.surface,
    textBorderWidth: 3,
    opacity: 1,
  };
}

function fitSeries(fit: ScatterChart["fit"], theme: Theme): readonly OptionPart[] {
  if (fit === null) return [];
  return [
    {
      type: "line",
      name: fit.label,
      data: fit.points.map(({ x, y }) => [x, y]),
      symbol: "none",
      silent: true,
      lineStyle: { color: theme.text, width: 1.5 },
      z: 4,
    },
  ];
}
