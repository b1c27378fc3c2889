import { cellTexts, MOST_COMBINATIONS } from "../../models/lab/cell-sums-query.ts";
import { type CrossRow, crossMoments } from "../../models/lab/cross-sums-query.ts";
import { type CrossProducts, crossProductsOfMoments } from "../../stats/multivariate/cross-products.ts";
import { type Category, withIndicators } from "../../stats/regression/categories.ts";
import { levelsOf } from "../../stats/regression/mixed-predictors.ts";
import { ofKind, type RegressRequest } from "./query.ts";

/** What the engine says of all rows: enough for least squares. */
export interface AllRows {
  readonly sums: CrossProducts;
  readonly categories: readonly Category[];
}

/** Null where nothing was asked, or where there are too many combinations of texts: the sample then has to do. */
export function allRows(
  rows: { readonly sums: readonly CrossRow[]; readonly cells: readonly CrossRow[] },
  request: RegressRequest,
): AllRows | null {
  const numbers = [request.response, ...ofKind(request, "number")].map(({ name }) => name);
  const [row] = rows.sums;
  if (row !== undefined) return { sums: crossProductsOfMoments(crossMoments(row, numbers)), categories: [] };
  if (rows.cells.length === 0 || rows.cells.length > MOST_COMBINATIONS) return null;
  const texts = ofKind(request, "category").map(({ name }) => name);
  const cells = rows.cells.map((cell) => ({
    levels: cellTexts(cell, texts.length),
    sums: crossProductsOfMoments(crossMoments(cell, numbers)),
  }));
  const categories = texts.map((name, i): Category => {
    const counts = new Map<string, number>();
    for (const { levels, sums } of cells) counts.set(levels[i] ?? "", (counts.get(levels[i] ?? "") ?? 0) + sums.n);
    return { name, levels: levelsOf(counts) };
  });
  const sums = withIndicators(cells, categories);
  return sums === null ? null : { sums, categories };
}
