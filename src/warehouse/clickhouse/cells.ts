import type { Cell } from "../port.ts";

/** Turns one value of a JSON row into a cell. */
export type CellReader = (value: unknown) => Cell;

const INTEGER = /^U?Int(64|128|256)$/;

/** How values of a column's type are read: the only place that sees the server's values. */
export function cellReader(type: string): CellReader {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/s.exec(type)?.[1];
  if (inner !== undefined) return cellReader(inner);
  if (INTEGER.test(type)) return nullable((value) => integerOf(String(value)));
  if (type.startsWith("Decimal")) return nullable((value) => decimalOf(String(value)));
  if (type.startsWith("DateTime")) return nullable((value) => isoOf(String(value)));
  return nullable((value) => {
    if (typeof value === "string" || typeof value === "boolean") return value;
    return typeof value === "number" ? value : JSON.stringify(value);
  });
}

const nullable =
  (read: CellReader): CellReader =>
  (value) =>
    value === null || value === undefined ? null : read(value);

/** A whole number as a number when no digit is lost, else as text. */
function integerOf(text: string): Cell {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** A decimal as a number when no digit is lost, else as text. */
function decimalOf(text: string): Cell {
  return text.replace(/[-.]/g, "").replace(/^0+/, "").length <= 15 ? Number(text) : text;
}

/** ISO 8601 UTC with as many fraction digits as are needed: none, three, six or nine. */
function isoOf(text: string): string {
  const [whole = "", fraction = ""] = text.replace(" ", "T").split(".");
  let digits = fraction;
  while (digits.endsWith("000")) digits = digits.slice(0, -3);
  return digits === "" ? `${whole}Z` : `${whole}.${digits}Z`;
}
