import type { StatChart, StatItem } from "../../contract/chart-spec/stat.ts";
import { formatChange } from "../../core/quantity.ts";
import { formatValue } from "../format.ts";
import { ellipsis, textWidth } from "../text-width.ts";
import type { Theme } from "../theme.ts";
import { changeLook } from "./change.ts";
import { type Drawing, element, textElement } from "./svg.ts";

const GAP = 16;
const TILE = 112;
const NARROWEST = 168;
const MAX_TILES = 48;

/** Tiles: label, number, change with its arrow, and the days before as a line. */
export function drawStat({ items }: StatChart, theme: Theme, width: number): Drawing {
  const fitting = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
  const columns = Math.min(4, fitting, Math.max(1, items.length));
  const tile = (width - GAP * (columns - 1)) / columns;
  const shown = items.slice(0, MAX_TILES);
  const body = shown.map((item, i) => {
    const [x, y] = [(i % columns) * (tile + GAP), Math.floor(i / columns) * (TILE + GAP)];
    return element("g", { transform: `translate(${Math.round(x * 100) / 100} ${y})` }, tileBody(item, theme, tile));
  });
  const rows = Math.ceil(shown.length / columns);
  return {
    body: body.join("\n"),
    height: Math.max(0, rows * (TILE + GAP) - GAP),
    notes:
      shown.length < items.length
        ? [`The first ${shown.length} of ${items.length.toLocaleString("en-US")} numbers.`]
        : [],
  };
}

function tileBody(
  { label, value, unit, change, good, comparedWith, series }: StatItem,
  theme: Theme,
  width: number,
): string {
  const small = { size: 12 };
  const number = ellipsis(formatValue(value, unit), width, { size: 26, weight: 600 });
  return [
    element("line", { x1: 0, x2: width, y1: 0.5, y2: 0.5, stroke: theme.grid }),
    textElement(ellipsis(label, width, small), { x: 0, y: 20, ...small, fill: theme.muted }),
    textElement(number, { x: 0, y: 50, size: 26, weight: 600, fill: value === null ? theme.muted : theme.text }),
    changeLine({ change, good, comparedWith }, theme, width),
    sparkline(series, theme, { width, top: 80, height: 28 }),
  ].join("");
}

function changeLine(
  { change, good, comparedWith }: Pick<StatItem, "change" | "good" | "comparedWith">,
  theme: Theme,
  width: number,
): string {
  const small = { size: 12 };
  if (change === null) return textElement("no comparison", { x: 0, y: 70, ...small, fill: theme.muted });
  const { arrow, color } = changeLook(change, good, theme);
  const text = `${arrow === "" ? "" : `${arrow} `}${formatChange(change)}`;
  const start = textWidth(text, { size: 12, weight: 600 }) + 8;
  const against = comparedWith === null ? "" : ellipsis(`vs ${comparedWith}`, width - start, small);
  return [
    textElement(text, { x: 0, y: 70, size: 12, weight: 600, fill: color }),
    against === "" ? "" : textElement(against, { x: start, y: 70, ...small, fill: theme.muted }),
  ].join("");
}

/** A line from zero, broken where there is no value, with a point at its end. */
function sparkline(
  series: StatItem["series"],
  theme: Theme,
  { width, top, height }: { width: number; top: number; height: number },
): string {
  const values = series.map(({ value }) => value);
  const present = values.filter((v) => v !== null);
  if (present.length === 0) return "";
  const [low, high] = [Math.min(0, ...present), Math.max(0, ...present)];
  const inner = width - 8;
  const x = (i: number): number => (values.length === 1 ? inner : (i * inner) / (values.length - 1)) + 2;
  const y = (v: number): number => top + height - (high === low ? 0 : ((v - low) / (high - low)) * (height - 4)) - 2;
  const place = (i: number, v: number): string => `${Math.round(x(i) * 10) / 10} ${Math.round(y(v) * 10) / 10}`;
  const path = values.map((v, i) => {
    if (v === null) return "";
    const [before, after] = [values[i - 1] ?? null, values[i + 1] ?? null];
    // a zero-length line with round ends is a point
    return before === null ? `M${place(i, v)}${after === null ? "h0" : ""}` : `L${place(i, v)}`;
  });
  const last = values.findLastIndex((v) => v !== null);
  return [
    element("path", {
      d: path.join(""),
      fill: "none",
      stroke: theme.accent,
      "stroke-width": 1.5,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    }),
    element("circle", { cx: x(last), cy: y(values[last] ?? 0), r: 2.5, fill: theme.accent }),
  ].join("");
}
