import type { Rng } from "../../core/rng.ts";
import { chiSquaredTest } from "../../stats/contingency/chi-squared-test.ts";
import { cramersV } from "../../stats/contingency/cramers-v.ts";
import { fisherExact } from "../../stats/contingency/fisher-exact.ts";
import { leastExpected } from "../../stats/contingency/fourfold-test.ts";
import { freemanHalton } from "../../stats/contingency/freeman-halton.ts";
import { type ContingencyTable, type FourfoldTable, marginsOf } from "../../stats/contingency/table.ts";
import { hypergeometric } from "../../stats/distributions/hypergeometric.ts";
import { normal } from "../../stats/distributions/normal.ts";
import { oddsRatio } from "../../stats/effect-size/odds-ratio.ts";
import type { Interval } from "../../stats/inference.ts";
import { adjustedPValues } from "../../stats/multiple-testing/adjusted-p.ts";
import { chiSquaredDesign } from "../../stats/power/chi-squared.ts";
import { minimumDetectableEffect } from "../../stats/power/plan.ts";
import { FEWEST_EXPECTED } from "../../stats/proportions/proportion.ts";

/** Rows and columns that both hold something, with their counts. */
export interface CountedTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: ContingencyTable;
}

export interface AssociationCell {
  readonly row: string;
  readonly column: string;
  readonly count: number;
  /** If the two had nothing to do with each other. */
  readonly expected: number;
  /** Count over its row. */
  readonly share: number;
  /** Count less expected in standard errors (Haberman 1973): near normal without an association. */
  readonly residual: number;
  /** Of the residual, exact where few are expected, corrected by Holm over all cells. */
  readonly adjusted: number;
}

export interface AssociationTest {
  readonly method: string;
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number;
  /** Of a simulated p-value; null where it is not simulated. */
  readonly standardError: number | null;
}

export interface Strength {
  readonly value: number;
  /** Null where an end is not finite. */
  readonly interval: Interval | null;
}

export interface Association {
  readonly n: number;
  readonly cells: readonly AssociationCell[];
  /** Pearson's, of a 2x2 table with Yates' correction where `yates`. */
  readonly test: AssociationTest;
  readonly yates: boolean;
  /** Pearson's without a correction; the same as the test for larger tables. */
  readonly uncorrected: AssociationTest;
  /** Fisher's, of 2x2 tables and of larger ones with small expected counts; simulated where there are too many tables to look at. */
  readonly fisher: AssociationTest | null;
  /** Odds of the first column in the first row over those in the second; conditional with Fisher's interval when counts are small. */
  readonly oddsRatio: Strength | null;
  readonly cramersV: Strength;
  /** V without its upward bias in small tables (Bergsma 2013). */
  readonly correctedV: number;
  readonly smallestExpected: number;
  /** Cells expected below 5, where the chi-squared distribution is coarse. */
  readonly smallCells: number;
  /** Cohen's w that would have been found with a chance of 80 %. */
  readonly detectable: number | null;
}

/** The test to go by: Fisher's exact one where counts are small. */
export const decisive = ({ test, fisher, smallCells }: Association): AssociationTest =>
  fisher !== null && smallCells > 0 ? fisher : test;

/** Everything that follows from the counts of two columns; a sentence says why where nothing does. */
export function associationOf(
  { rows, columns, counts }: CountedTable,
  { level, rng }: { readonly level: number; readonly rng: Rng },
): Association | { readonly undetermined: string } {
  const corrected = chiSquaredTest(counts);
  const plain = chiSquaredTest(counts, { yates: false });
  const v = cramersV(counts, { level });
  if (corrected.status !== "ok" || plain.status !== "ok" || v.status !== "ok") {
    const found = [corrected, plain, v].find(({ status }) => status !== "ok");
    return { undetermined: found?.status === "undetermined" ? found.reason : "there is no table" };
  }
  const margins = marginsOf(counts);
  const fourfold = asFourfold(counts);
  const expected = plain.expected.flat();
  const smallCells = expected.filter((value) => value < FEWEST_EXPECTED).length;
  const design = chiSquaredDesign({ df: plain.df, alpha: 1 - level });
  const found = minimumDetectableEffect(design, { n: margins.total, power: 0.8 });
  return {
    n: margins.total,
    cells: cellsOf({ rows, columns, counts }),
    test: testOf("chi-squared test", corrected),
    yates: fourfold !== null,
    uncorrected: testOf("chi-squared test", plain),
    fisher: fourfold !== null ? fisherOf(fourfold) : smallCells > 0 ? freemanHaltonOf(counts, rng) : null,
    oddsRatio: fourfold === null ? null : oddsOf(fourfold, smallCells > 0, level),
    cramersV: { value: v.value, interval: v.interval },
    correctedV: v.corrected,
    smallestExpected: Math.min(...expected),
    smallCells,
    detectable: found.status === "ok" ? found.effect : null,
  };
}

const testOf = (
  method: string,
  { statistic, df, pValue }: { readonly statistic: number; readonly df: number; readonly pValue: number },
): AssociationTest => ({ method, statistic, df, pValue, standardError: null });

function asFourfold(counts: ContingencyTable): FourfoldTable | null {
  const [[a, b] = [], [c, d] = []] = counts;
  const square = counts.length === 2 && counts.every((row) => row.length === 2);
  return square && a !== undefined && b !== undefined && c !== undefined && d !== undefined
    ? [
        [a, b],
        [c, d],
      ]
    : null;
}

/** Counts beyond this are not small by any reading, and the exact test would take long. */
const EXACT_UP_TO = 100_000;

function fisherOf(table: FourfoldTable): AssociationTest | null {
  if (marginsOf(table).total > EXACT_UP_TO) return null;
  const exact = fisherExact(table);
  return exact.status === "ok"
    ? { method: "Fisher's exact test", statistic: null, df: null, pValue: exact.pValue, standardError: null }
    : null;
}

/** Cells beyond which drawing tables takes seconds. */
const DRAWN_CELLS = 400;

function freemanHaltonOf(counts: ContingencyTable, rng: Rng): AssociationTest | null {
  if (marginsOf(counts).total > EXACT_UP_TO || counts.flat().length > DRAWN_CELLS) return null;
  const found = freemanHalton(counts, { rng });
  if (found.status !== "ok") return null;
  const { pValue, standardError, tables } = found;
  const how = standardError === null ? "exact" : `simulated on ${tables.toLocaleString("en-US")} tables`;
  return { method: `Fisher-Freeman-Halton test (${how})`, statistic: null, df: null, pValue, standardError };
}

function oddsOf(table: FourfoldTable, small: boolean, level: number): Strength | null {
  if (small) {
    const exact = fisherExact(table, { level });
    if (exact.status !== "ok" || !Number.isFinite(exact.oddsRatio)) return null;
    const { low, high } = exact.interval;
    return { value: exact.oddsRatio, interval: Number.isFinite(high) ? { low, high, level } : null };
  }
  const found = oddsRatio(table, { level });
  return found.status === "ok" ? { value: found.oddsRatio.value, interval: found.oddsRatio.interval } : null;
}

function cellsOf({ rows, columns, counts }: CountedTable): readonly AssociationCell[] {
  const { rows: rowSums, columns: columnSums, total } = marginsOf(counts);
  const cells = rows.flatMap((row, i) =>
    columns.map((column, j) => {
      const [count, inRow, inColumn] = [counts[i]?.[j] ?? 0, rowSums[i] ?? 0, columnSums[j] ?? 0];
      const expected = (inRow * inColumn) / total;
      const se = Math.sqrt(expected * (1 - inRow / total) * (1 - inColumn / total));
      const residual = se > 0 ? (count - expected) / se : 0;
      const pValue = cellPValue(residual, [
        [count, inRow - count],
        [inColumn - count, total - inRow - inColumn + count],
      ]);
      return { row, column, count, expected, share: count / inRow, residual, pValue };
    }),
  );
  const adjusted = adjustedPValues(
    cells.map(({ pValue }) => pValue),
    "holm",
  );
  return cells.map(({ pValue: _, ...cell }, i) => ({ ...cell, adjusted: adjusted[i] ?? 1 }));
}

/** Normal, or twice the smaller tail of the counts with these margins where the cell beside all others expects few somewhere. */
function cellPValue(residual: number, beside: FourfoldTable): number {
  if (leastExpected(beside) >= FEWEST_EXPECTED) return Math.min(1, 2 * normal().sf(Math.abs(residual)));
  const [[count, restOfRow], [restOfColumn, others]] = beside;
  const [draws, successes] = [count + restOfRow, count + restOfColumn];
  const counts = hypergeometric({ population: draws + restOfColumn + others, successes, draws });
  return Math.min(1, 2 * Math.min(counts.cdf(count), counts.sf(count - 1)));
}
