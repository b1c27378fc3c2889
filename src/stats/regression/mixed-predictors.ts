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

/**
 * Numbers as they are, categories as comparisons with their most frequent value.
 * @param known categories whose levels are known from more rows than these
 */
export function mixedPredictors(columns: readonly MixedColumn[], known: readonly Category[] = []): MixedPredictors {
  const predictors: Predictor[] = [];
  const categories: Category[] = [];
  const constant: string[] = [];
  for (const { name, values } of columns) {
    if (values instanceof Float64Array) {
      if (values.every((value) => value === values[0])) constant.push(name);
      else predictors.push({ name, values });
      continue;
    }
    const category = known.find((own) => own.name === name) ?? { name, levels: levelsOf(countsOf(values)) };
    if (category.levels.length < 2) constant.push(name);
    else {
      categories.push(category);
      predictors.push(...indicators(category, values));
    }
  }
  return { predictors, categories, constant };
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Distinct values: the most frequent first, then by name. */
export function levelsOf(counts: ReadonlyMap<string, number>): readonly string[] {
  const names = [...counts.keys()].sort();
  const most = Math.max(...counts.values());
  const first = names.find((name) => counts.get(name) === most);
  return first === undefined ? [] : [first, ...names.filter((name) => name !== first)];
}
