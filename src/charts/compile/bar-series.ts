import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import { formatBare } from "../format.ts";
import { literal, type OptionPart, SMALL } from "../option.ts";
import type { Theme } from "../theme.ts";

interface BarLook {
  readonly names: readonly string[];
  readonly colors: readonly string[];
  readonly theme: Theme;
  /** Numbers at the ends of the bars. */
  readonly label: boolean;
  /** Pixels that a category has along its axis. */
  readonly slot: number;
}

/** Share of a category's width that its bars take. */
const FILLED = 0.72;
/** Pixels of a bar where there is room for more. */
const WIDEST = 64;

/** Bars and their whiskers; axis 1 of the categories places by number. */
export function barSeries(spec: BarsChart, { names, colors, theme, label, slot }: BarLook): readonly OptionPart[] {
  const horizontal = spec.direction === "horizontal";
  const bars = spec.series.map(
    (series, i): OptionPart => ({
      type: "bar",
      name: names[i] ?? "",
      ...(spec.layout === "stacked" ? { stack: "all" } : {}),
      barCategoryGap: `${Math.round((1 - FILLED) * 100)}%`,
      barGap: "0%",
      barMaxWidth: WIDEST,
      itemStyle: { color: colors[i] ?? theme.other },
      z: 3,
      data: series.values.map((value) => (value === null ? "-" : label ? labelled(value, spec, theme) : value)),
    }),
  );
  const whiskers = spec.series.flatMap(({ interval }, i) =>
    interval === null ? [] : [whiskerSeries(interval, { place: placeOf(i, spec, slot), horizontal, theme })],
  );
  return [...bars, ...whiskers, ...(label ? missing(spec, theme) : [])];
}

function labelled(value: number, { value: { unit } }: BarsChart, theme: Theme): OptionPart {
  return {
    value,
    label: {
      show: true,
      position: value < 0 ? "left" : "right",
      formatter: literal(formatBare(value, unit)),
      color: theme.text,
      fontSize: SMALL,
    },
  };
}

/** Where the middle of a bar of series `i` lies, from the middle of its category. */
function placeOf(i: number, { series, layout }: BarsChart, slot: number): number {
  const filled = Math.min(FILLED, (WIDEST * series.length) / slot);
  return layout === "stacked" ? 0 : filled * ((i + 0.5) / series.length - 0.5);
}

function whiskerSeries(
  { low, high }: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] },
  { place, horizontal, theme }: { place: number; horizontal: boolean; theme: Theme },
): OptionPart {
  const data = low.flatMap((from, i) => {
    const to = high[i] ?? null;
    if (from === null || to === null) return [];
    const at = (value: number | string): (number | string)[] => (horizontal ? [value, i + place] : [i + place, value]);
    return [at(from), at(to), at("-")];
  });
  return {
    type: "line",
    ...(horizontal ? { yAxisIndex: 1 } : { xAxisIndex: 1 }),
    data,
    silent: true,
    tooltip: { show: false },
    symbol: "rect",
    symbolSize: horizontal ? [1.5, 7] : [7, 1.5],
    itemStyle: { color: theme.text },
    lineStyle: { color: theme.text, width: 1.5 },
    z: 4,
  };
}

/** A dash where a category has no value, told apart from zero. */
function missing({ series, value: { unit } }: BarsChart, theme: Theme): readonly OptionPart[] {
  const places = (series[0]?.values ?? []).flatMap((v, i) => (v === null ? [[0, i]] : []));
  if (places.length === 0) return [];
  return [
    {
      type: "scatter",
      yAxisIndex: 1,
      data: places,
      symbolSize: 0.1,
      silent: true,
      tooltip: { show: false },
      label: { show: true, position: "right", formatter: formatBare(null, unit), color: theme.muted, fontSize: SMALL },
    },
  ];
}
