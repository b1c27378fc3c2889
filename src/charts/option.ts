import type { Theme } from "./theme.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Part of an ECharts option: data only, no functions, so that it survives JSON. */
export interface OptionPart {
  readonly [key: string]: Json;
}

/** Pixels of the plot; its title is the page's business. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** What an ECharts instance needs to draw a chart. */
export interface CompiledChart {
  readonly option: OptionPart;
  /** What the picture leaves out, in sentences; the table of the chart has everything. */
  readonly notes: readonly string[];
}

export const FONT_FAMILY = "Inter, system-ui, sans-serif";

/** Small text: axes, labels, legends, notes. */
export const SMALL = 12;

/** Pixels of a line of small text with the space that belongs to it. */
export const CAPTION = 26;

/** What all options have in common. */
export function baseOption(theme: Theme): OptionPart {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: "transparent",
    textStyle: { fontFamily: FONT_FAMILY, fontSize: SMALL, color: theme.text },
  };
}

/** Text in place of a chart without a single value. */
export const NO_DATA = "no data";

/** An empty place that says so, instead of axes without meaning. */
export function emptyPlot(theme: Theme): CompiledChart {
  const text = caption(NO_DATA, { left: "center", top: "middle" }, theme);
  return { option: { ...baseOption(theme), graphic: [text], series: [] }, notes: [] };
}

/** Text as ECharts prints it: `{a}` would be replaced in formatters. */
export function literal(text: string): string {
  return text.replaceAll("{", "{\u200b");
}

/** A line of small muted text at a fixed place. */
export function caption(text: string, place: OptionPart, theme: Theme): OptionPart {
  return {
    type: "text",
    silent: true,
    ...place,
    style: { text, fill: theme.muted, font: `400 ${SMALL}px ${FONT_FAMILY}` },
  };
}
