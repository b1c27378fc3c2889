import { AppError } from "../../core/errors.ts";
import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireCounts } from "../input.ts";
import { type ContingencyTable, expectedCounts, marginsOf, withoutEmpty } from "./table.ts";

interface ChiSquared {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
}

export interface ChiSquaredTest extends ChiSquared {
  /** Counts expected under the hypothesis, in the shape of the table that was used. */
  readonly expected: readonly (readonly number[])[];
}

export interface GoodnessOfFit extends ChiSquared {
  readonly expected: readonly number[];
}

/** Cochran's rule: the approximation is good when no more than a fifth of the cells expect fewer than 5, and none below 1. */
function smallCells(expected: readonly number[]): readonly string[] {
  const small = expected.filter((count) => count < 5).length;
  if (small === 0) return [];
  const below1 = expected.some((count) => count < 1);
  const counted = `${small} of ${expected.length} cells expect fewer than 5`;
  return small > expected.length / 5 || below1
    ? [`${counted}: the p-value is approximate, an exact test is better`]
    : [counted];
}

/**
 * Pearson's test that rows and columns are independent. `yates` applies the continuity correction and counts for 2x2
 * tables only (default true); a cell moves by at most its distance from the expected count. Empty rows and columns are left
 * out. Undetermined when fewer than two of either remain.
 */
export function chiSquaredTest(
  table: ContingencyTable,
  { yates = true }: { readonly yates?: boolean } = {},
): Inferred<ChiSquaredTest> {
  const { table: used, removed } = withoutEmpty(table);
  const margins = marginsOf(used);
  const [rows, columns] = [margins.rows.length, margins.columns.length];
  const corrected = yates && rows === 2 && columns === 2;
  const method = corrected ? "chi-squared test with Yates' correction" : "chi-squared test";
  if (rows < 2 || columns < 2) return undetermined(method, margins.total, "fewer than two rows or columns hold counts");
  const expected = expectedCounts(margins);
  let statistic = 0;
  used.forEach((row, i) => {
    row.forEach((count, j) => {
      const mean = expected[i]?.[j] as number;
      const distance = Math.abs(count - mean);
      statistic += (distance - (corrected ? Math.min(0.5, distance) : 0)) ** 2 / mean;
    });
  });
  const df = (rows - 1) * (columns - 1);
  return {
    status: "ok",
    method,
    n: margins.total,
    assumptions: ["every unit is counted once", "independent units"],
    warnings: [
      ...(removed > 0 ? [`${removed} empty rows or columns are left out`] : []),
      ...smallCells(expected.flat()),
    ],
    statistic,
    df,
    pValue: chiSquared(df).sf(statistic),
    expected,
  };
}

/**
 * Pearson's test that counts follow given shares, as of an experiment's arms (sample ratio mismatch). `shares` need not sum
 * to 1; left out, they are equal. Undetermined without counts or with a single class.
 * @throws AppError USAGE when a share is not positive, or their number is not that of the counts
 */
export function chiSquaredGoodnessOfFit(
  counts: readonly number[],
  shares: readonly number[] = counts.map(() => 1),
): Inferred<GoodnessOfFit> {
  const method = "chi-squared goodness of fit";
  requireCounts(counts, "counts");
  if (shares.length !== counts.length || !shares.every((share) => share > 0 && Number.isFinite(share))) {
    throw new AppError("USAGE", `${counts.length} counts cannot be compared with the shares ${shares.join(", ")}`, {
      hint: "give one positive share for each count",
    });
  }
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (n === 0) return undetermined(method, n, "nothing was counted");
  if (counts.length < 2) return undetermined(method, n, "there is only one class");
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const expected = shares.map((share) => (n * share) / whole);
  const statistic = expected.reduce((sum, mean, i) => sum + ((counts[i] as number) - mean) ** 2 / mean, 0);
  const df = counts.length - 1;
  return {
    status: "ok",
    method,
    n,
    assumptions: ["every unit is counted once", "independent units"],
    warnings: smallCells(expected),
    statistic,
    df,
    pValue: chiSquared(df).sf(statistic),
    expected,
  };
}
