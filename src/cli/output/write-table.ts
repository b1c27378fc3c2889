import { unreachable } from "../../core/unreachable.ts";
import { displayWidth, printable } from "./display-width.ts";
import { type TextColumn, textTable } from "./text-table.ts";

/** What every command prints: named, typed columns of scalar cells. Types are the engine's or `text` and `number`. */
export interface OutputTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly OutputCell[])[];
}

export type OutputCell = string | number | boolean | null;

export const TABLE_FORMATS = ["table", "json", "jsonl", "csv", "md"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface WriteTableOptions {
  /** For `table`: columns of the terminal; cells are cut to fit. Nothing is cut when absent. */
  readonly maxWidth?: number | undefined;
  /** For `md`: a sentence under the table. */
  readonly note?: string | null | undefined;
}

/** How "no value" looks in tables read by people; an empty text looks empty. */
export const NULL_TEXT = "∅";

/** The table as text, without a final line feed. */
export function writeTable(
  table: OutputTable,
  format: TableFormat,
  { maxWidth, note = null }: WriteTableOptions = {},
): string {
  switch (format) {
    case "table":
      return plainText(table, maxWidth);
    case "json":
      return table.rows.length === 0 ? "[]" : `[\n${jsonRows(table).join(",\n")}\n]`;
    case "jsonl":
      return jsonRows(table).join("\n");
    case "csv":
      return csv(table);
    case "md":
      return note === null ? markdown(table) : `${markdown(table)}\n\n${note.replaceAll("<", "\\<")}`;
    default:
      return unreachable(format);
  }
}

/** True when `table` format in this width would cut a cell. */
export function isCut(table: OutputTable, maxWidth: number | undefined): boolean {
  return maxWidth !== undefined && plainText(table, maxWidth) !== plainText(table, undefined);
}

const isNumeric = (type: string): boolean =>
  /^(u?(tiny|small|big|huge)?int|integer|u?integer|float|double|decimal|number)/i.test(type);

function plainText({ columns, rows }: OutputTable, maxWidth: number | undefined): string {
  const titles = columns.map(
    ({ name, type }): TextColumn => ({ title: printable(name), align: isNumeric(type) ? "right" : "left" }),
  );
  const cells = rows.map((row) => row.map((cell) => (cell === null ? NULL_TEXT : printable(String(cell)))));
  columns.forEach(({ type }, i) => {
    if (isNumeric(type)) alignDecimals(cells, i);
  });
  return textTable(titles, cells, { maxWidth });
}

/** Pads a column's fractions so that the decimal points stand under each other. */
function alignDecimals(cells: string[][], column: number): void {
  const fraction = (text: string): number => (/^-?\d+\.\d+$/.test(text) ? text.length - text.indexOf(".") : 0);
  const longest = Math.max(0, ...cells.map((row) => fraction(row[column] ?? "")));
  if (longest === 0) return;
  for (const row of cells) {
    const text = row[column] ?? "";
    row[column] = text + " ".repeat(longest - fraction(text));
  }
}

/** Column names made distinct, as the keys of an object must be. */
function keysOf(columns: OutputTable["columns"]): readonly string[] {
  const seen = new Set<string>();
  return columns.map(({ name }) => {
    let key = name;
    for (let n = 2; seen.has(key); n++) key = `${name}_${n}`;
    seen.add(key);
    return key;
  });
}

function jsonRows({ columns, rows }: OutputTable): readonly string[] {
  const keys = keysOf(columns);
  return rows.map((row) => JSON.stringify(Object.fromEntries(keys.map((key, i) => [key, row[i] ?? null]))));
}

/** RFC 4180: CRLF between records; null is an empty field, an empty text `""`. */
function csv({ columns, rows }: OutputTable): string {
  const quote = (text: string): string =>
    text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const records = [
    columns.map(({ name }) => quote(name)),
    ...rows.map((row) => row.map((cell) => (cell === null ? "" : quote(String(cell))))),
  ];
  return `${records.map((record) => record.join(",")).join("\r\n")}\r`;
}

function markdown({ columns, rows }: OutputTable): string {
  const escaped = (text: string): string =>
    text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replace(/\r?\n/g, "<br>");
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ name }) => escaped(name))),
    line(
      columns.map(({ name, type }) => "-".repeat(Math.max(3, displayWidth(name) - 1)) + (isNumeric(type) ? ":" : "-")),
    ),
    ...rows.map((row) =>
      line(
        row.map((cell) => (cell === null ? NULL_TEXT : escaped(String(cell).split(/\r?\n/).map(printable).join("\n")))),
      ),
    ),
  ].join("\n");
}
