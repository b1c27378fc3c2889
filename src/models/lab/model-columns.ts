import type { SqlType } from "../../sql/dialect.ts";
import { ident, sql } from "../../sql/sql.ts";
import type { Category } from "../../stats/regression/categories.ts";
import { indicators } from "../../stats/regression/categories.ts";
import type { Predictor } from "../../stats/regression/design.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";
import { type SampleRow, sampleValues } from "./sample-query.ts";

/** A column that explains another: a number as it is, or categories. */
export interface ModelColumn {
  readonly kind: "number" | "category";
  /** To be sampled; the values of categories are texts. */
  readonly column: NumberColumn;
}

const isNumeric = (type: SqlType): boolean => type === "integer" || type === "number" || type.startsWith("decimal");

/** @throws AppError USAGE for a column that does not exist, or that holds instants or JSON */
export function modelColumn(name: string, table: LabTable, { dialect }: LabContext): ModelColumn {
  const found = table.column(name);
  if (found.type !== "text" && found.type !== "boolean") return { kind: "number", column: table.number(name) };
  const value = dialect.cast({ ...ident(found.name), type: found.type }, "text");
  return { kind: "category", column: { name: found.name, unit: null, value: sql`${value}` } };
}

/** Predictors from sampled rows; `at` is the place of a column among those sampled. */
export interface ModelPredictors {
  readonly predictors: readonly Predictor[];
  readonly categories: readonly Category[];
  /** Columns with a single value, which explain nothing and are left out. */
  readonly constant: readonly string[];
}

/** Numbers as they are, categories as comparisons with their most frequent value. */
export function modelPredictors(
  rows: readonly SampleRow[],
  columns: readonly ModelColumn[],
  firstAt: number,
): ModelPredictors {
  const predictors: Predictor[] = [];
  const categories: Category[] = [];
  const constant: string[] = [];
  columns.forEach(({ kind, column: { name } }, i) => {
    if (kind === "number") {
      const values = sampleValues(rows, firstAt + i);
      if (values.every((value) => value === values[0])) constant.push(name);
      else predictors.push({ name, values });
      return;
    }
    const values = rows.map((row) => String(row[`x${firstAt + i}`]));
    const category = { name, levels: levelsOf(values) };
    if (category.levels.length < 2) constant.push(name);
    else {
      categories.push(category);
      predictors.push(...indicators(category, values));
    }
  });
  return { predictors, categories, constant };
}

/** Distinct values, the most frequent first, then by name. */
export function levelsOf(values: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const names = [...counts.keys()].sort();
  const [first] = [...names].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  return first === undefined ? [] : [first, ...names.filter((name) => name !== first)];
}
