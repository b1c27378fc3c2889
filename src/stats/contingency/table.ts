import { AppError } from "../../core/errors.ts";
import { requireCounts } from "../input.ts";

/** Counts by rows and columns; all rows have one length. */
export type ContingencyTable = readonly (readonly number[])[];

/** Counts of two yes-or-no questions: `[[a, b], [c, d]]`. */
export type FourfoldTable = readonly [readonly [number, number], readonly [number, number]];

export interface Margins {
  readonly total: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Row sums, column sums and the total. @throws AppError USAGE for ragged tables and for what is not a count */
export function marginsOf(table: ContingencyTable): Margins {
  const width = table[0]?.length ?? 0;
  table.forEach((row, i) => {
    requireCounts(row, `row ${i}`);
    if (row.length === width) return;
    throw new AppError("USAGE", `row ${i} has ${row.length} columns, the first row ${width}`, {
      hint: "write 0 where a combination did not occur",
    });
  });
  const rows = table.map((row) => sum(row));
  const columns = Array.from({ length: width }, (_, j) => sum(table.map((row) => row[j] as number)));
  return { total: sum(rows), rows, columns };
}

/** The table without rows and columns that hold nothing. */
export function withoutEmpty(table: ContingencyTable): { readonly table: ContingencyTable; readonly removed: number } {
  const { rows, columns } = marginsOf(table);
  const kept = table.filter((_, i) => rows[i] !== 0).map((row) => row.filter((_, j) => columns[j] !== 0));
  const removed = [...rows, ...columns].filter((count) => count === 0).length;
  return { table: kept, removed };
}

/** The counts expected when rows and columns are independent. */
export function expectedCounts({ rows, columns, total }: Margins): readonly (readonly number[])[] {
  return rows.map((row) => columns.map((column) => (row * column) / total));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
