import { type Category, indicators } from "./categories.ts";
import type { Predictor } from "./design.ts";

/** A column that explains another: numbers as they are, or texts as categories. */
export interface MixedColumn {
  readonly name: string;
  readonly values: Float64Array | readonly string[];
}

export interface MixedPredictors {
  readonly predictors: readonly Predictor[];
  readonly categories: readonly Category[];
  /** Columns with a single value, which explain nothing and are left out. */
  readonly constant: readonly string[];
}

/** Numbers as they are, categories as comparisons with their most frequent value. */
export function mixedPredictors(columns: readonly MixedColumn[]): MixedPredictors {
  const predictors: Predictor[] = [];
  const categories: Category[] = [];
  const constant: string[] = [];
  for (const { name, values } of columns) {
    if (values.length === 0 || values.every((value: number | string) => value === values[0])) constant.push(name);
    else if (values instanceof Float64Array) predictors.push({ name, values });
    else {
      const category = { name, levels: levelsOf(values) };
      categories.push(category);
      predictors.push(...indicators(category, values));
    }
  }
  return { predictors, categories, constant };
}

/** Distinct values: the most frequent first, then by name. */
function levelsOf(values: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const names = [...counts.keys()].sort();
  const most = Math.max(...counts.values());
  const first = names.find((name) => counts.get(name) === most);
  return first === undefined ? [] : [first, ...names.filter((name) => name !== first)];
}
