import { Matrix } from "../linear-algebra/matrix.ts";
import { inverse } from "../linear-algebra/solve.ts";
import { type CrossProducts, correlationOf } from "./cross-products.ts";

/**
 * Variance inflation factors of columns as predictors of one regression: how many times the variance of each coefficient
 * is as large as without the others, 1 / (1 - R²). Null for all where one column follows from the others or is constant.
 */
export function varianceInflation(sums: CrossProducts): readonly (number | null)[] {
  const { names, comoments } = sums;
  const constant = names.some((_, j) => !(comoments.at(j, j) > 0));
  const inverted = constant ? null : inverse(correlationOf(sums));
  return names.map((_, j) => {
    const factor = inverted?.at(j, j) ?? Number.NaN;
    return Number.isFinite(factor) && factor > 0 && factor < 1e12 ? Math.max(1, factor) : null;
  });
}

/** The cross products of some of the columns, in the order of the names. */
export function crossProductsOf(sums: CrossProducts, names: readonly string[]): CrossProducts {
  const at = names.map((name) => sums.names.indexOf(name));
  const comoments = new Matrix(names.length, names.length);
  for (const [i, a] of at.entries()) for (const [j, b] of at.entries()) comoments.set(i, j, sums.comoments.at(a, b));
  return { names, n: sums.n, means: Float64Array.from(at, (a) => sums.means[a] as number), comoments };
}
