import { Matrix } from "../linear-algebra/matrix.ts";
import { type CrossProducts, mergeCrossProducts } from "../multivariate/cross-products.ts";
import type { Predictor } from "./design.ts";

/** A column of categories as predictors: one per level but the first, which is what the others are compared with. */
export interface Category {
  readonly name: string;
  /** The reference first. */
  readonly levels: readonly string[];
}

/** How the predictor of a level is called. */
export const levelName = ({ name }: Pick<Category, "name">, level: string): string => `${name}: ${level}`;

/** The names of a category's predictors. */
export const categoryPredictors = (category: Category): readonly string[] =>
  category.levels.slice(1).map((level) => levelName(category, level));

/** Values of 0 and 1 per row, one predictor for each level but the reference. */
export function indicators(category: Category, values: readonly string[]): readonly Predictor[] {
  return category.levels.slice(1).map((level) => ({
    name: levelName(category, level),
    values: Float64Array.from(values, (value) => (value === level ? 1 : 0)),
  }));
}

/** Rows of one combination of levels: within them every indicator is constant. */
export interface CategoryCell {
  /** A level per category, in their order. */
  readonly levels: readonly string[];
  /** Of the numeric columns. */
  readonly sums: CrossProducts;
}

/** Cross products of the numeric columns and of all indicators, from those of each combination of levels: exact at any size. */
export function withIndicators(cells: readonly CategoryCell[], categories: readonly Category[]): CrossProducts | null {
  return cells.reduce<CrossProducts | null>((all, cell) => {
    const extended = extend(cell, categories);
    return all === null ? extended : mergeCrossProducts(all, extended);
  }, null);
}

function extend({ levels, sums }: CategoryCell, categories: readonly Category[]): CrossProducts {
  const names = categories.flatMap(categoryPredictors);
  const constants = categories.flatMap((category, i) =>
    category.levels.slice(1).map((level) => (level === levels[i] ? 1 : 0)),
  );
  const numeric = sums.names.length;
  const comoments = new Matrix(numeric + names.length, numeric + names.length);
  for (let i = 0; i < numeric; i++) for (let j = 0; j < numeric; j++) comoments.set(i, j, sums.comoments.at(i, j));
  return {
    names: [...sums.names, ...names],
    n: sums.n,
    means: Float64Array.from([...sums.means, ...constants]),
    comoments,
  };
}
