import { noncentralChiSquared } from "../distributions/noncentral-chi-squared.ts";
import { noncentralityInterval } from "../effect-size/noncentrality.ts";
import { type Inferred, type Interval, undetermined } from "../inference.ts";
import { chiSquaredTest } from "./chi-squared-test.ts";
import { type ContingencyTable, marginsOf, withoutEmpty } from "./table.ts";

export interface CramersV {
  /** 0 for independence, 1 when one variable follows from the other; upwards biased in small samples. */
  readonly value: number;
  /** With the bias removed (Bergsma 2013). */
  readonly corrected: number;
  /** For the V of the population, by inversion of the noncentral chi-squared distribution. */
  readonly interval: Interval;
}

const METHOD = "Cramer's V";

/** Strength of association in a table of any size. Undetermined as the chi-squared test is. */
export function cramersV(
  table: ContingencyTable,
  { level = 0.95 }: { readonly level?: number } = {},
): Inferred<CramersV> {
  const test = chiSquaredTest(table, { yates: false });
  if (test.status === "undetermined") return undetermined(METHOD, test.n, test.reason);
  const { rows, columns } = marginsOf(withoutEmpty(table).table);
  const [n, r, c] = [test.n, rows.length, columns.length];
  const smaller = Math.min(r, c) - 1;
  const share = test.statistic / n;
  const [shrunkRows, shrunkColumns] = [r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)];
  const corrected = Math.max(0, share - test.df / (n - 1)) / (Math.min(shrunkRows, shrunkColumns) - 1);
  const { low, high } = noncentralityInterval((lambda) => noncentralChiSquared(test.df, lambda), {
    statistic: test.statistic,
    guess: Math.max(0, test.statistic - test.df),
    level,
  });
  const bound = (lambda: number): number => Math.min(1, Math.sqrt(lambda / (n * smaller)));
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: test.assumptions,
    warnings: test.warnings,
    value: Math.min(1, Math.sqrt(share / smaller)),
    corrected: Number.isFinite(corrected) ? Math.min(1, Math.sqrt(corrected)) : 0,
    interval: { low: bound(low), high: bound(high), level },
  };
}
