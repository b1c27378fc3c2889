import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import { formatBare, withUnit } from "../format.ts";
import { axisRules, type Frame, hidden, layoutMarks, levelRules, markRules, numberAxis } from "../grid.ts";
import { type Legend, legend, NO_LEGEND, seriesNames } from "../legend.ts";
import { baseOption, CAPTION, type CompiledChart, caption, type OptionPart, type PlotSize, SMALL } from "../option.ts";
import { ellipsis, textWidth } from "../text-width.ts";
import { seriesColors, type Theme } from "../theme.ts";
import { type AxisLayout, axisLayout } from "../value-axis.ts";
import { barSeries } from "./bar-series.ts";

const SMALLEST_SLOT = { vertical: 6, horizontal: 17 } as const;

/** What fits: the first categories with their values. */
function cut(spec: BarsChart, length: number): BarsChart {
  const side = spec.layout === "grouped" ? Math.max(1, spec.series.length / 2) : 1;
  const room = Math.max(1, Math.floor(length / (SMALLEST_SLOT[spec.direction] * side)));
  const first = <T>(values: readonly T[]): readonly T[] => values.slice(0, room);
  return {
    ...spec,
    category: { ...spec.category, values: first(spec.category.values) },
    series: spec.series.map((series) => ({
      ...series,
      values: first(series.values),
      interval: series.interval && {
        ...series.interval,
        low: first(series.interval.low),
        high: first(series.interval.high),
      },
    })),
  };
}

/** Every end of a bar or an interval along the value axis. */
function ends({ series, layout, category, rules }: BarsChart): readonly (number | null)[] {
  const intervals = series.flatMap(({ interval }) => [...(interval?.low ?? []), ...(interval?.high ?? [])]);
  const own =
    layout === "grouped"
      ? series.flatMap(({ values }) => values)
      : category.values.flatMap((_, i) => {
          const parts = series.map(({ values }) => values[i] ?? 0);
          return [true, false].map((up) => parts.filter((v) => v > 0 === up).reduce((sum, v) => sum + v, 0));
        });
  return [...own, ...intervals, ...rules.map(({ at }) => at)];
}

export function compileBars(full: BarsChart, theme: Theme, size: PlotSize): CompiledChart {
  const names = seriesNames(full.series.map(({ label }) => label));
  const top = names.length > 1 ? legend(names, { width: size.width, theme }) : NO_LEGEND;
  const spec = cut(full, full.direction === "vertical" ? size.width - 50 : size.height - top.height - 50);
  const colors = seriesColors(
    spec.series.map(({ label }) => label),
    theme,
  );
  const plot = full.direction === "vertical" ? vertical : horizontal;
  const [shown, all] = [spec.category.values.length, full.category.values.length];
  const intervals = [...new Set(spec.series.flatMap(({ interval }) => (interval === null ? [] : [interval.label])))];
  return {
    option: { ...baseOption(theme), legend: top.option, ...plot(spec, { names, colors, top, theme, ...size }) },
    notes: [
      ...intervals.map((label) => `Whiskers: ${label}.`),
      ...(shown < all ? [`The first ${shown} of ${all.toLocaleString("en-US")} categories.`] : []),
    ],
  };
}

interface BarsLook extends PlotSize {
  readonly names: readonly string[];
  readonly colors: readonly string[];
  readonly top: Legend;
  readonly theme: Theme;
}

function categoryAxis(labels: readonly string[], theme: Theme, look: OptionPart): OptionPart {
  return {
    ...hidden,
    type: "category",
    data: [...labels],
    axisLabel: { show: true, color: theme.muted, fontSize: SMALL, margin: 8, ...look },
  };
}

function vertical(spec: BarsChart, look: BarsLook): OptionPart {
  const { width, height, theme, top } = look;
  const axis = axisLayout({ ...spec.value, scale: "linear" }, ends(spec), {
    length: height - top.height - 60,
    zero: "always",
  });
  const frame: Frame = { width, left: axis.labelWidth + 8, right: 4 };
  const { values } = spec.category;
  const slot = (width - frame.left - frame.right) / Math.max(1, values.length);
  const widest = Math.max(0, ...values.map((text) => textWidth(text, { size: SMALL })));
  // labels that do not fit are cut while there is room for a word, else only some are shown
  const every = slot >= Math.min(widest, 56) ? 1 : Math.ceil((Math.min(widest, 72) + 10) / slot);
  const labels = values.map((text) => ellipsis(text, slot * every - 8, { size: SMALL }));
  return {
    graphic: [caption(withUnit(spec.value), { left: 0, top: top.height }, theme)],
    grid: { left: frame.left, right: frame.right, top: top.height + CAPTION, bottom: 26 },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
    xAxis: [categoryAxis(labels, theme, { interval: every - 1 }), positionAxis(values.length)],
    yAxis: [numberAxis(axis)],
    series: [
      axisRules({ y: axis }, frame, theme),
      ...levelRules(spec.rules, theme),
      ...barSeries(spec, { ...look, label: false, slot }),
    ],
  };
}

function horizontal(spec: BarsChart, look: BarsLook): OptionPart {
  const { width, theme, top } = look;
  const { values } = spec.category;
  const labelWidth = Math.min(width * 0.36, Math.max(0, ...values.map((text) => textWidth(text, { size: SMALL }))));
  const labels = values.map((text) => ellipsis(text, labelWidth + 1, { size: SMALL }));
  // numbers at the bars say more than an axis, while there is one bar per category
  const [only] = spec.series;
  const direct = spec.series.length === 1 && only?.interval === null;
  const room = direct
    ? Math.max(0, ...only.values.map((v) => textWidth(formatBare(v, spec.value.unit), { size: SMALL })))
    : 0;
  const frame: Frame = { width, left: Math.ceil(labelWidth) + 12, right: Math.ceil(room) + 10 };
  const length = width - frame.left - frame.right;
  const rounded = axisLayout({ ...spec.value, scale: "linear" }, ends(spec), { length, zero: "always", spacing: 90 });
  const axis = direct ? tight(rounded, ends(spec), { room, length }) : rounded;
  const marks = layoutMarks(spec.rules, axis, frame);
  // rows go down from the top, and so the axis lies there
  const axisLabels = direct ? 0 : 18;
  const [above, below] = [top.height + CAPTION + axisLabels, 6 + marks.height];
  const slot = (look.height - above - below) / Math.max(1, values.length);
  return {
    graphic: [caption(withUnit(spec.value), { left: frame.left, top: top.height }, theme)],
    grid: { left: frame.left, right: frame.right, top: above, bottom: below },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
    xAxis: [numberAxis(axis)],
    yAxis: [
      { ...categoryAxis(labels, theme, { interval: 0 }), inverse: true },
      { ...positionAxis(values.length), inverse: true },
    ],
    series: [
      axisRules({ x: direct ? { ...axis, ticks: [{ at: 0, label: "" }] } : axis }, frame, theme),
      ...markRules(marks, theme, { below: true }),
      ...barSeries(spec, { ...look, label: direct, slot }),
    ],
  };
}

/** An axis that ends with the data, and leaves room for the labels of negative bars. */
function tight(
  axis: AxisLayout,
  values: readonly (number | null)[],
  { room, length }: { room: number; length: number },
): AxisLayout {
  const present = values.filter((v) => v !== null);
  const [low, high] = [Math.min(0, ...present), Math.max(0, ...present)];
  if (low === high) return axis;
  const extra = low < 0 ? ((high - low) * (room + 8)) / Math.max(1, length - room - 8) : 0;
  return { ...axis, min: low - extra, max: high };
}

/** An axis on which category i lies at i, for what does not stand in the middle of its category. */
function positionAxis(count: number): OptionPart {
  return { type: "value", min: -0.5, max: count - 0.5, ...hidden };
}
