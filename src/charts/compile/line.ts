import type { LineChart } from "../../contract/chart-spec/line.ts";
import { DAY_MS } from "../../core/calendar.ts";
import { withUnit } from "../format.ts";
import { axisRules, hidden, layoutMarks, levelRules, markRules, numberAxis } from "../grid.ts";
import { legend, NO_LEGEND, seriesNames } from "../legend.ts";
import { baseOption, CAPTION, type CompiledChart, caption, type OptionPart, type PlotSize, SMALL } from "../option.ts";
import { textWidth } from "../text-width.ts";
import { seriesColors, type Theme } from "../theme.ts";
import { axisMs, timeTicks } from "../time-ticks.ts";
import { type AxisLayout, axisLayout, extent } from "../value-axis.ts";
import { lineSeries } from "./line-series.ts";

const MAX_DIRECT_LABELS = 8;
const X_LABELS = 26;

export function compileLine(full: LineChart, theme: Theme, { width, height }: PlotSize): CompiledChart {
  const spec = { ...full, series: full.series.filter(({ values }) => values.some((v) => v !== null)) };
  const names = seriesNames(spec.series.map(({ label }) => label));
  const widest = Math.ceil(Math.max(0, ...names.map((name) => textWidth(name, { size: SMALL, weight: 600 }))));
  const several = names.length > 1;
  const direct = several && names.length <= MAX_DIRECT_LABELS && widest + 14 <= width / 3;
  const top = several && !direct ? legend(names, { width, theme }) : NO_LEGEND;
  const y = yLayout(spec, height - top.height - 60);
  const frame = { width, left: y.labelWidth + 8, right: direct ? widest + 14 : 14 };
  const x = xLayout(spec.x, width - frame.left - frame.right);
  const marks = layoutMarks(
    spec.marks.map(({ at, label }) => ({ at: typeof at === "string" ? axisMs(at) : at, label })),
    x,
    frame,
  );
  return {
    option: {
      ...baseOption(theme),
      legend: top.option,
      graphic: [
        caption(withUnit(spec.y), { left: 0, top: top.height }, theme),
        ...(spec.x.scale === "time" ? [] : [caption(withUnit(spec.x), { right: frame.right, bottom: 3 }, theme)]),
      ],
      grid: {
        left: frame.left,
        right: frame.right,
        top: top.height + CAPTION + marks.height,
        bottom: spec.x.scale === "time" ? X_LABELS : X_LABELS + CAPTION - 4,
      },
      tooltip: { trigger: "axis" },
      xAxis: spec.x.scale === "time" ? { type: "time", min: x.min, max: x.max, ...hidden } : numberAxis(x),
      yAxis: numberAxis(y),
      series: [
        axisRules({ x, y }, frame, theme),
        ...levelRules(spec.rules, theme),
        ...markRules(marks, theme),
        ...series(spec, names, { direct, theme }),
      ],
    },
    notes: notes(full),
  };
}

function series(
  spec: LineChart,
  names: readonly string[],
  { direct, theme }: { direct: boolean; theme: Theme },
): readonly OptionPart[] {
  const xs = spec.x.scale === "time" ? spec.x.values.map(axisMs) : spec.x.values;
  const main = spec.series.filter(({ role }) => role === "main");
  const colors = seriesColors(
    main.map(({ label }) => label),
    theme,
  );
  return spec.series.flatMap((one, i) => {
    const color = one.role === "main" ? colors[main.indexOf(one)] : undefined;
    const log = spec.y.scale === "log";
    return lineSeries(one, xs, {
      name: names[i] ?? "",
      color: color ?? theme.other,
      direct,
      openFrom: spec.openFrom,
      log,
      theme,
    });
  });
}

function yLayout({ y, series: all, rules }: LineChart, length: number): AxisLayout {
  const values = all.flatMap(({ values: own, band }) => [...own, ...(band?.low ?? []), ...(band?.high ?? [])]);
  // a lone point has no course to look at closely, only a size
  const isCourse = all.some(({ values: own }) => own.filter((value) => value !== null).length > 1);
  return axisLayout(y, [...values, ...rules.map(({ at }) => at)], { length, zero: isCourse ? "near" : "always" });
}

function xLayout(x: LineChart["x"], width: number): AxisLayout {
  if (x.scale !== "time") {
    const layout = axisLayout(x, x.values, { length: width, zero: "never", spacing: 84 });
    if (x.scale === "log" || x.values.length < 2) return layout;
    // a line begins at the edge, not at the nearest round number
    const [min, max] = extent(x.values);
    return { ...layout, min, max, ticks: layout.ticks.filter(({ at }) => at >= min && at <= max) };
  }
  const times = x.values.map(axisMs);
  const [first, last] = extent(times);
  const [min, max] = first === last ? [first - DAY_MS / 2, last + DAY_MS / 2] : [first, last];
  const count = Math.max(2, Math.floor(width / 84));
  const ticks = times.length === 0 ? [] : timeTicks(first, last, { grain: x.grain, count });
  return { scale: "linear", min, max, ticks: ticks.map(({ ms, label }) => ({ at: ms, label })), labelWidth: 0 };
}

function notes({ series, openFrom, openNote = "the period is not complete", y }: LineChart): readonly string[] {
  const bands = [...new Set(series.flatMap(({ band }) => (band === null ? [] : [band.label])))];
  const hiddenPoints =
    y.scale === "log" ? series.flatMap(({ values }) => values.filter((v) => v !== null && v <= 0)).length : 0;
  const without = series.filter(({ values }) => values.every((v) => v === null)).map(({ label }) => label);
  return [
    ...bands.map((label) => `Band: ${label}.`),
    ...(without.length === 0 ? [] : [`No values: ${without.join(", ")}.`]),
    ...(openFrom === null ? [] : [`Dashed: ${openNote}.`]),
    ...(hiddenPoints === 0 ? [] : [`Values at or below 0 have no place on a log axis: ${hiddenPoints}.`]),
  ];
}
