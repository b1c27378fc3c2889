import type { Cell, TableChart, TableColumn } from "../../contract/chart-spec/table.ts";
import { formatChange } from "../../core/quantity.ts";
import { formatBare, formatCell, NO_VALUE, withUnit } from "../format.ts";
import { SMALL } from "../option.ts";
import { ellipsis, textWidth } from "../text-width.ts";
import type { Theme } from "../theme.ts";
import { changeLook } from "./change.ts";
import { type Drawing, element, textElement } from "./svg.ts";

const ROW = 24;
const GAP = 20;
const BAR = 84;
const LONGEST_BAR = 240;
const ARROW = 16;
const MAX_ROWS = 50;
const WIDEST_TEXT = 320;
const NARROWEST_TEXT = 56;
const FONT = { size: SMALL };
const HEAD = { size: SMALL, weight: 600 } as const;

interface PlacedColumn {
  readonly column: TableColumn;
  readonly index: number;
  readonly left: number;
  readonly width: number;
  /** Pixels before the decimal point and after it, of the widest numbers. */
  readonly before: number;
  readonly after: number;
  /** Ends of the bars. */
  readonly low: number;
  readonly high: number;
}

/** A table: numbers stand on their decimal points, bars in their cells start at zero. */
export function drawTable({ columns, rows, total }: TableChart, theme: Theme, width: number): Drawing {
  const shown = rows.slice(0, MAX_ROWS);
  const { placed, left } = place(columns, { rows: shown, total }, width);
  const head = placed.map((column) => header(column, theme));
  const drawn = total === undefined ? shown : [total, ...shown];
  const body = drawn.map((row, i) => {
    const y = ROW * (i + 1);
    const line = element("line", {
      x1: 0,
      x2: width,
      y1: y + 0.5,
      y2: y + 0.5,
      stroke: i === 0 ? theme.baseline : theme.grid,
    });
    const bars = row !== total;
    return line + placed.map((column) => cell(row[column.index] ?? null, column, { y, theme, bars })).join("");
  });
  const number = (n: number): string => n.toLocaleString("en-US");
  return {
    body: [head.join(""), ...body].join("\n"),
    height: ROW * (drawn.length + 1),
    notes: [
      ...(shown.length < rows.length ? [`The first ${number(shown.length)} of ${number(rows.length)} rows.`] : []),
      ...(left > 0 ? [`${left} of ${columns.length} columns are left out for want of room.`] : []),
    ],
  };
}

const isText = ({ show }: TableColumn): boolean => show === "text";

function cellText(value: Cell, { show, unit }: TableColumn): string {
  if (value === null) return NO_VALUE;
  if (typeof value === "string") return value;
  if (show !== "change") return formatCell(value, unit);
  return unit === "share" ? formatChange(value) : `${value > 0 ? "+" : ""}${formatBare(value, unit)}`;
}

/** A number's text up to its decimal point, and the rest with unit and suffix. */
function split(text: string): readonly [string, string] {
  const at = /[.]\d|[A-Za-z%]|\s\S*$/.exec(text)?.index ?? text.length;
  return [text.slice(0, at), text.slice(at)];
}

type Rows = Pick<TableChart, "rows" | "total">;

function measure(column: TableColumn, index: number, { rows, total }: Rows): Omit<PlacedColumn, "left"> {
  const numbers = rows.map((row) => row[index] ?? null).filter((v) => typeof v === "number");
  const cells = [...rows, ...(total === undefined ? [] : [total])].map((row) => row[index] ?? null);
  const parts = cells.map((v) => split(cellText(v, column)));
  const before = Math.max(0, ...parts.map(([text]) => textWidth(text, FONT)));
  const after = Math.max(0, ...parts.map(([, text]) => textWidth(text, FONT)));
  const content = isText(column)
    ? Math.max(0, ...cells.map((v) => textWidth(cellText(v, column), FONT)))
    : before + after + (column.show === "bar" ? BAR + 8 : column.show === "change" ? ARROW : 0);
  const title = textWidth(withUnit(column), HEAD);
  return {
    column,
    index,
    width: Math.ceil(Math.min(isText(column) ? WIDEST_TEXT : Infinity, Math.max(content, Math.min(title, 140)))),
    before,
    after,
    low: Math.min(0, ...numbers),
    high: Math.max(0, ...numbers),
  };
}

/** Texts give way down to this width before a column is left out. */
const READABLE_TEXT = 150;

/** Columns side by side: texts give way a little when there is no room, then columns at the right are left out. */
function place(
  columns: readonly TableColumn[],
  rows: Rows,
  width: number,
): { readonly placed: readonly PlacedColumn[]; readonly left: number } {
  const all = columns.map((column, i) => measure(column, i, rows));
  let shown = all.length;
  while (shown > 1 && leastWidth(all.slice(0, shown)) > width) shown--;
  const measured = all.slice(0, shown);
  const texts = measured.filter(({ column }) => isText(column)).map((column) => column.width);
  const others = measured.reduce((sum, column) => sum + GAP + (isText(column.column) ? 0 : column.width), -GAP);
  const cap = Math.max(NARROWEST_TEXT, capOf(texts, width - others));
  const bars = measured.filter(({ column }) => column.show === "bar").length;
  const spare = width - others - texts.reduce((sum, own) => sum + Math.min(own, cap), 0);
  const longer = Math.max(0, Math.min(LONGEST_BAR - BAR, spare / bars));
  const placed: PlacedColumn[] = [];
  let left = 0;
  for (const column of measured) {
    const own = isText(column.column)
      ? Math.min(column.width, cap)
      : column.width + (column.column.show === "bar" ? longer : 0);
    placed.push({ ...column, left, width: own });
    left += own + GAP;
  }
  return { placed, left: all.length - placed.length };
}

/** Width of columns whose texts have given way. */
function leastWidth(columns: readonly Omit<PlacedColumn, "left">[]): number {
  return columns.reduce(
    (sum, { column, width }) => sum + GAP + (isText(column) ? Math.min(width, READABLE_TEXT) : width),
    -GAP,
  );
}

/** The largest width at which texts cut to it fit together: wide ones give way first. */
function capOf(widths: readonly number[], room: number): number {
  let left = room;
  const rising = [...widths].sort((a, b) => a - b);
  for (const [i, width] of rising.entries()) {
    const share = left / (rising.length - i);
    if (width > share) return share;
    left -= width;
  }
  return Infinity;
}

function header({ column, left, width }: PlacedColumn, theme: Theme): string {
  const title = ellipsis(withUnit(column), width, HEAD);
  const anchored =
    isText(column) || column.show === "bar" ? { x: left } : ({ x: left + width, anchor: "end" } as const);
  return textElement(title, { ...anchored, y: 16, ...HEAD, fill: theme.muted });
}

interface CellOptions {
  readonly y: number;
  readonly theme: Theme;
  readonly bars: boolean;
}

function cell(value: Cell, placed: PlacedColumn, { y, theme, bars }: CellOptions): string {
  const { column, left, width, before, after } = placed;
  const base = y + 16;
  const text = cellText(value, column);
  if (isText(column) || typeof value === "string")
    return textElement(ellipsis(text, width, FONT), {
      x: left,
      y: base,
      ...FONT,
      fill: value === null ? theme.muted : theme.text,
    });
  const point = column.show === "bar" ? left + before : left + width - after;
  const [whole] = split(text);
  const change = value !== null && column.show === "change" ? changeLook(value, column.good, theme) : null;
  const fill = value === null ? theme.muted : (change?.color ?? theme.text);
  const number = textElement(text, { x: point - textWidth(whole, FONT), y: base, ...FONT, fill });
  if (value === null) return number;
  if (column.show === "bar") return bars ? number + bar(value, placed, { y, theme }) : number;
  return change === null
    ? number
    : number + textElement(change.arrow, { x: point - before - ARROW, y: base, ...FONT, fill });
}

function bar(
  value: number,
  { left, width, before, after, low, high }: PlacedColumn,
  { y, theme }: { y: number; theme: Theme },
): string {
  if (value === 0 || high === low) return "";
  const start = left + before + after + 8;
  const at = (v: number): number => start + ((left + width - start) * (v - low)) / (high - low);
  const [from, to] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
  return element("rect", { x: from, y: y + 7, width: Math.max(to - from, 0.5), height: 11, fill: theme.accent, rx: 1 });
}
