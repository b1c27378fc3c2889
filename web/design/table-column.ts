import { formatBare } from "../../src/charts/format.ts";
import type { Polarity } from "../../src/contract/chart-spec/column.ts";
import type { Cell } from "../../src/contract/chart-spec/table.ts";

export interface TableColumn {
  readonly label: string;
  readonly unit: string | null;
  readonly type: "text" | "number";
  /** `bar` draws the number from zero, `change` shows sign, arrow and hue by `good`. */
  readonly show?: "text" | "number" | "bar" | "change";
  readonly good?: Polarity;
}

export interface Sort {
  readonly column: number;
  readonly descending: boolean;
}

/** The order of rows by a column; missing values stay at the end. */
export function sortedRows(rows: readonly (readonly Cell[])[], sort: Sort | null): readonly (readonly Cell[])[] {
  if (sort === null) return rows;
  const { column, descending } = sort;
  const sign = descending ? -1 : 1;
  const compare = (a: Cell, b: Cell): number => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === "number" && typeof b === "number") return (a - b) * sign;
    return (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0) * sign;
  };
  return [...rows].sort((a, b) => compare(a[column] ?? null, b[column] ?? null));
}

/** A number's text before and from its decimal point. */
export function splitNumber(value: number, unit: string | null): { readonly whole: string; readonly fraction: string } {
  const text = formatBare(value, unit);
  // durations have two parts and no decimal point
  if (unit === "s" || unit === "ms") return { whole: text, fraction: "" };
  const at = /^([−-]?[\d,]+)(.*)$/u.exec(text);
  return at === null ? { whole: text, fraction: "" } : { whole: at[1] ?? "", fraction: at[2] ?? "" };
}

/** Characters that a column keeps free after the decimal point, so that the points stand under each other. */
export function fractionWidth(rows: readonly (readonly Cell[])[], column: number, unit: string | null): number {
  let widest = 0;
  for (const row of rows) {
    const value = row[column];
    if (typeof value === "number") widest = Math.max(widest, splitNumber(value, unit).fraction.length);
  }
  return widest;
}

/** Characters of the widest cell among some rows. */
export function textWidthOf(rows: readonly (readonly Cell[])[], column: number): number {
  return rows.reduce((widest, row) => {
    const value = row[column] ?? null;
    return Math.max(widest, typeof value === "number" ? 9 : String(value ?? "").length);
  }, 4);
}
