import type { ResultTable } from "../../analyses/analysis.ts";
import type { Envelope } from "../../contract/envelope.ts";
import { humanize } from "../../core/quantity.ts";
import { printable } from "./display-width.ts";
import { statText } from "./stat-text.ts";
import { type TextTableOptions, textTable } from "./text-table.ts";
import { NULL_TEXT } from "./write-table.ts";

const MAX_FINDINGS = 12;

/** An answer for a terminal: tiles where they are all it shows, else its findings and its table, rounded for people. */
export function analysisText(
  { findings, charts }: Pick<Envelope, "findings" | "charts">,
  table: ResultTable | null,
  options: TextTableOptions = {},
): string {
  const tiles = charts.filter((chart) => chart.kind === "stat");
  if (tiles.length > 0 && tiles.length === charts.length) return tiles.map(statText).join("\n\n");
  const sentences = findings.slice(0, MAX_FINDINGS).map(({ text }) => printable(text));
  const more = findings.length - sentences.length;
  const blocks = [
    [...sentences, ...(more > 0 ? [`... and ${more} more: --format json has all`] : [])].join("\n"),
    table === null ? "" : humanTable(table, options),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

/** Numbers that name something are not rounded. */
const NAMES = /(^|_)(id|seq|year|code|zip)$/i;

/** Whole numbers stay whole: people add counts up. */
function cellText(column: string, cell: string | number | null): string {
  if (cell === null) return NULL_TEXT;
  if (typeof cell === "string" || NAMES.test(column)) return printable(String(cell));
  return Number.isInteger(cell) && Math.abs(cell) < 1e12 ? cell.toLocaleString("en-US") : humanize(cell);
}

/** Rows that a terminal shows. */
const MAX_ROWS = 60;

/** The table with numbers rounded for people; columns in which nothing stands are left out. */
function humanTable({ columns, rows: all }: ResultTable, options: TextTableOptions): string {
  const rows = options.maxWidth === undefined ? all : all.slice(0, MAX_ROWS);
  const shown = columns
    .map((column, i) => ({ ...column, cells: rows.map((row) => row[i] ?? null) }))
    .filter(({ cells }) => rows.length === 0 || cells.some((cell) => cell !== null && cell !== ""));
  const texts = shown.map(({ name, cells }) => cells.map((cell) => cellText(name, cell)));
  const text = textTable(
    shown.map(({ name, type }) => ({ title: printable(name), align: type === "number" ? "right" : "left" })),
    rows.map((_, i) => texts.map((column) => column[i] ?? "")),
    options,
  );
  const hidden = all.length - rows.length;
  return hidden === 0 ? text : `${text}\n... and ${hidden} more rows: --out <file> or --format csv has all`;
}
