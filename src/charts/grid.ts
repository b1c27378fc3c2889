import type { Mark } from "../contract/chart-spec/mark.ts";
import { literal, type OptionPart, SMALL } from "./option.ts";
import { ellipsis, textWidth } from "./text-width.ts";
import type { Theme } from "./theme.ts";
import { type AxisLayout, positionOn } from "./value-axis.ts";

/** An axis of which nothing is seen. */
export const hidden = {
  axisLabel: { show: false },
  axisTick: { show: false },
  axisLine: { show: false },
  splitLine: { show: false },
};

/** An axis that only places data: its labels are drawn by `axisRules`. */
export function numberAxis({ scale, min, max }: AxisLayout): OptionPart {
  return { type: scale === "log" ? "log" : "value", min, max, ...hidden };
}

type Rule = Readonly<{ xAxis: number } | { yAxis: number }>;

/** The frame that horizontal places refer to. */
export interface Frame {
  /** Pixels of the whole plot. */
  readonly width: number;
  readonly left: number;
  readonly right: number;
}

/** Pixels by which a text centred on a place must move to stay inside the plot. */
function shiftInside(text: string, centre: number, { width }: Frame): number {
  const half = textWidth(text, { size: SMALL }) / 2;
  return Math.max(half - centre, 0) + Math.min(width - half - centre, 0);
}

const centreOf = (at: number, axis: AxisLayout, { width, left, right }: Frame): number =>
  left + positionOn(axis, at) * (width - left - right);

/**
 * Grid lines with their labels, as marks of a series without data. With both axes only `y` has lines: lines across help
 * to read heights.
 */
export function axisRules(
  { x, y }: { readonly x?: AxisLayout; readonly y?: AxisLayout },
  frame: Frame,
  theme: Theme,
): OptionPart {
  const label = (text: string): OptionPart => ({
    show: true,
    formatter: literal(text),
    color: theme.muted,
    fontSize: SMALL,
    distance: 6,
    position: "start",
  });
  const line = (at: number): OptionPart => ({
    lineStyle: { type: "solid", width: at === 0 ? 1.2 : 1, color: at === 0 ? theme.baseline : theme.grid },
  });
  const across = (y?.ticks ?? []).map((tick) => ({ yAxis: tick.at, label: label(tick.label), ...line(tick.at) }));
  const along =
    x === undefined
      ? []
      : x.ticks.map((tick) => ({
          xAxis: tick.at,
          label: {
            ...label(tick.label),
            offset: [Math.round(shiftInside(tick.label, centreOf(tick.at, x, frame), frame)), 0],
          },
          ...(y === undefined ? line(tick.at) : { lineStyle: { color: "transparent" } }),
        }));
  return rulesSeries([...across, ...along], 0);
}

function rulesSeries(data: readonly (Rule & OptionPart)[], z: number): OptionPart {
  return {
    type: "line",
    data: [],
    silent: true,
    tooltip: { show: false },
    markLine: { silent: true, symbol: "none", animation: false, precision: -1, z, data: [...data] },
  };
}

const MARK_ROW = 16;

/** Rows of labels above the plot so that labels of near marks do not overlap. */
export interface MarkLayout {
  readonly height: number;
  readonly marks: readonly {
    readonly at: number;
    readonly label: string;
    readonly row: number;
    readonly shift: number;
  }[];
}

/** Places labels of vertical rules above the plot. */
export function layoutMarks(marks: readonly Mark[], axis: AxisLayout, frame: Frame): MarkLayout {
  const ends: number[] = [];
  const placed = marks
    .filter(({ at }) => at >= axis.min && at <= axis.max)
    .sort((a, b) => a.at - b.at)
    .map(({ at, label: full }) => {
      const text = ellipsis(full, 160, { size: SMALL });
      const centre = centreOf(at, axis, frame);
      const shift = shiftInside(text, centre, frame);
      const width = textWidth(text, { size: SMALL });
      const from = centre + shift - width / 2;
      const free = ends.findIndex((end) => end + 8 <= from);
      const row = free < 0 ? ends.length : free;
      ends[row] = from + width;
      return { at, label: text, row, shift };
    });
  return { height: ends.length * MARK_ROW, marks: placed };
}

/** Vertical rules: annotations. Where the value axis of the other direction points down, labels lie below the plot. */
export function markRules(
  { marks }: MarkLayout,
  theme: Theme,
  { below = false }: { readonly below?: boolean } = {},
): readonly OptionPart[] {
  if (marks.length === 0) return [];
  const data = marks.map(({ at, label: text, row, shift }) => ({
    xAxis: at,
    lineStyle: { type: "solid" as const, width: 1, color: theme.muted },
    label: {
      show: true,
      position: "end" as const,
      distance: 4,
      formatter: literal(text),
      color: theme.text,
      fontSize: SMALL,
      offset: [Math.round(shift) + 0, below ? row * MARK_ROW : 0 - row * MARK_ROW],
    },
  }));
  return [rulesSeries(data, 4)];
}

/** Rules across: targets and thresholds, labelled at their right end. */
export function levelRules(rules: readonly Mark[], theme: Theme): readonly OptionPart[] {
  if (rules.length === 0) return [];
  const data = rules.map(({ at, label: text }) => ({
    yAxis: at,
    lineStyle: { type: [5, 4], width: 1, color: theme.muted },
    label: {
      show: true,
      position: "insideEndTop",
      distance: 2,
      formatter: literal(ellipsis(text, 200, { size: SMALL })),
      color: theme.muted,
      fontSize: SMALL,
      textBorderColor: theme.surface,
      textBorderWidth: 3,
    },
  }));
  return [rulesSeries(data, 5)];
}
