import type { LineSeries } from "../../contract/chart-spec/line.ts";
import { type OptionPart, SMALL } from "../option.ts";
import type { Theme } from "../theme.ts";

export interface LineLook {
  readonly name: string;
  readonly color: string;
  readonly direct: boolean;
  readonly openFrom: number | null;
  readonly log: boolean;
  readonly theme: Theme;
}

type XY = readonly [number, number | null];

/** The ECharts series of one line: its band, what is complete, and dashed what is not. */
export function lineSeries(
  { values, band, role }: LineSeries,
  xs: readonly number[],
  { name, color, direct, openFrom: open, log, theme }: LineLook,
): readonly OptionPart[] {
  // a comparison lies in the past: all of it is complete
  const openFrom = role === "main" ? open : null;
  const drawn = values.map((v) => (v !== null && log && v <= 0 ? null : v));
  const points = xs.map((x, i): XY => [x, drawn[i] ?? null]);
  const from = openFrom === null ? points.length : Math.max(1, openFrom);
  const parts = [points.slice(0, from), openFrom === null ? [] : points.slice(from - 1)];
  const labelled = parts[1]?.some(([, v], i) => i > 0 && v !== null) ? 1 : 0;
  const style = (dashed: boolean): OptionPart => ({
    color,
    width: role === "comparison" ? 1.5 : 2,
    type: dashed ? [4, 4] : "solid",
  });
  const segments = parts.flatMap((part, i) => {
    if (part.length === 0) return [];
    const dashed = i === 1 || openFrom === 0;
    const last = i === labelled ? part.findLastIndex(([, v]) => v !== null) : -1;
    return [
      {
        type: "line",
        name,
        data: part.map((value, at) => ({
          value: [...value],
          symbol: at === last || alone(part, at) ? "circle" : "none",
        })),
        symbolSize: 5,
        itemStyle: { color },
        lineStyle: style(dashed),
        z: role === "comparison" ? 2 : 3,
        endLabel: {
          show: direct && i === labelled,
          formatter: name,
          color: role === "comparison" ? theme.muted : theme.text,
          fontWeight: role === "comparison" ? 400 : 600,
          fontSize: SMALL,
          distance: 8,
        },
        labelLayout: { moveOverlap: "shiftY" },
      },
    ];
  });
  return [...(band === null ? [] : bandSeries(band, xs, { name, color })), ...segments];
}

/** A value between two gaps has no line: it is drawn as a point. */
function alone(points: readonly XY[], i: number): boolean {
  const missing = (at: number): boolean => (points[at]?.[1] ?? null) === null;
  return !missing(i) && missing(i - 1) && missing(i + 1);
}

function bandSeries(
  { low, high }: NonNullable<LineSeries["band"]>,
  xs: readonly number[],
  { name, color }: { name: string; color: string },
): readonly OptionPart[] {
  const part = (data: readonly XY[], opacity: number): OptionPart => ({
    type: "line",
    data: data.map((pair) => [...pair]),
    stack: `band ${name}`,
    stackStrategy: "all",
    symbol: "none",
    silent: true,
    tooltip: { show: false },
    lineStyle: { width: 0 },
    areaStyle: { color, opacity },
    z: 1,
  });
  const ends = xs.map((x, i) => ({ x, low: low[i] ?? null, high: high[i] ?? null }));
  return [
    part(
      ends.map(({ x, low: from, high: to }): XY => [x, to === null ? null : from]),
      0,
    ),
    part(
      ends.map(({ x, low: from, high: to }): XY => [x, from === null || to === null ? null : to - from]),
      0.18,
    ),
  ];
}
