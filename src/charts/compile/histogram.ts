import type { HistogramChart } from "../../contract/chart-spec/histogram.ts";
import { withUnit } from "../format.ts";
import { axisRules, hidden, layoutMarks, markRules, numberAxis } from "../grid.ts";
import { baseOption, CAPTION, type CompiledChart, caption, type OptionPart, type PlotSize } from "../option.ts";
import type { Theme } from "../theme.ts";
import { type AxisLayout, axisLayout } from "../value-axis.ts";

export function compileHistogram(
  { x, count, bins: all, marks, curve }: HistogramChart,
  theme: Theme,
  { width, height }: PlotSize,
): CompiledChart {
  const every = Math.ceil(all.length / Math.max(8, Math.floor(width / 3)));
  const bins = every <= 1 ? all : merged(all, every, x.scale);
  // merged bars stand for several bins: so does the curve over them
  const drawn = (curve?.points ?? []).map((point) => ({ ...point, y: point.y * Math.max(1, every) }));
  const y = axisLayout(
    { ...count, scale: "linear" },
    [...bins.map((bin) => bin.count), ...drawn.map((point) => point.y)],
    { length: height - 80, zero: "always" },
  );
  const frame = { width, left: y.labelWidth + 8, right: 12 };
  const range = binAxis(x, bins, width - frame.left - frame.right);
  const rules = layoutMarks(marks, range, frame);
  return {
    option: {
      ...baseOption(theme),
      graphic: [
        caption(withUnit(count), { left: 0, top: 0 }, theme),
        caption(withUnit(x), { right: frame.right, bottom: 3 }, theme),
      ],
      grid: { left: frame.left, right: frame.right, top: CAPTION + rules.height, bottom: 24 + CAPTION },
      tooltip: { trigger: "item" },
      xAxis: [numberAxis(range), { ...hidden, type: "category", data: bins.map(({ from, to }) => `${from} – ${to}`) }],
      yAxis: numberAxis(y),
      series: [
        axisRules({ x: range, y }, frame, theme),
        ...markRules(rules, theme),
        {
          // bins are equally wide on the axis's scale, so categories lie where their values do
          type: "bar",
          xAxisIndex: 1,
          name: count.label,
          barCategoryGap: bins.length > width / 6 ? "0%" : "6%",
          itemStyle: { color: theme.accent },
          z: 3,
          data: bins.map((bin) => bin.count ?? "-"),
        },
        ...(drawn.length === 0 ? [] : [curveSeries(drawn, theme)]),
      ],
    },
    notes: [
      ...(every <= 1 ? [] : [`Each bar stands for ${every} bins.`]),
      ...(curve === undefined ? [] : [`Line: ${curve.label}.`]),
    ],
  };
}

const curveSeries = (points: readonly { readonly x: number; readonly y: number }[], theme: Theme): OptionPart => ({
  type: "line",
  data: points.map(({ x, y }) => [x, y]),
  symbol: "none",
  silent: true,
  lineStyle: { color: theme.text, width: 1.5 },
  z: 4,
});

function binAxis(x: HistogramChart["x"], bins: HistogramChart["bins"], length: number): AxisLayout {
  const edges = bins.flatMap(({ from, to }) => [from, to]);
  const layout = axisLayout(x, edges, { length, zero: "never", spacing: 84 });
  const [min, max] = [bins[0]?.from ?? layout.min, bins.at(-1)?.to ?? layout.max];
  return { ...layout, min, max, ticks: layout.ticks.filter(({ at }) => at >= min && at <= max) };
}

/** Neighbouring bins together; the last one reaches beyond the data where they do not come out even. */
function merged(bins: HistogramChart["bins"], every: number, scale: "linear" | "log"): HistogramChart["bins"] {
  const groups = Array.from({ length: Math.ceil(bins.length / every) }, (_, i) =>
    bins.slice(i * every, (i + 1) * every),
  );
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { from, to } = first;
    const counts = group.flatMap(({ count }) => (count === null ? [] : [count]));
    return [
      {
        from,
        to: scale === "log" ? from * (to / from) ** every : from + (to - from) * every,
        count: counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0),
      },
    ];
  });
}
