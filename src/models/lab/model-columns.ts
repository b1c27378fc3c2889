import { ident, sql } from "../../sql/sql.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";
import { type SampleRow, sampleValues } from "./sample-query.ts";

/** A column that explains another: a number as it is, or categories. */
export interface ModelColumn {
  readonly kind: "number" | "category";
  /** To be sampled; the values of categories are texts. */
  readonly column: NumberColumn;
}

/** @throws AppError USAGE for a column that does not exist, or that holds instants or JSON */
export function modelColumn(name: string, table: LabTable, { dialect }: LabContext): ModelColumn {
  const found = table.column(name);
  if (found.type !== "text" && found.type !== "boolean") return { kind: "number", column: table.number(name) };
  const value = dialect.cast({ ...ident(found.name), type: found.type }, "text");
  return { kind: "category", column: { name: found.name, unit: null, value: sql`${value}` } };
}

/** The values of the columns in a sample of complete rows, of which the first of them is the one at `firstAt`. */
export function modelValues(
  rows: readonly SampleRow[],
  columns: readonly ModelColumn[],
  firstAt: number,
): readonly { readonly name: string; readonly values: Float64Array | readonly string[] }[] {
  return columns.map(({ kind, column: { name } }, i) => ({
    name,
    values: kind === "number" ? sampleValues(rows, firstAt + i) : rows.map((row) => String(row[`x${firstAt + i}`])),
  }));
}
