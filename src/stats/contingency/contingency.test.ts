import { expect, test } from "vitest";
import { expectClose, type GoldenNumber, number, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import type { Alternative } from "../inference.ts";
import { chiSquaredGoodnessOfFit, chiSquaredTest } from "./chi-squared-test.ts";
import { cochranQ, cochranQOfTotals } from "./cochran-q.ts";
import { cramersV } from "./cramers-v.ts";
import { fisherExact } from "./fisher-exact.ts";
import { mcNemar } from "./mcnemar.ts";
import type { FourfoldTable } from "./table.ts";

interface ChiSquared {
  readonly statistic: GoldenNumber;
  readonly df: number;
  readonly pValue: GoldenNumber;
}

type Table = readonly (readonly number[])[];

type Case =
  | ({ readonly kind: "chi-squared"; readonly table: Table; readonly yates: boolean } & ChiSquared)
  | ({
      readonly kind: "goodness-of-fit";
      readonly counts: readonly number[];
      readonly shares: readonly number[];
    } & ChiSquared)
  | ({
      readonly kind: "cochran-q";
      readonly columns: readonly number[];
      readonly units: readonly number[];
      readonly rows?: Table;
    } & ChiSquared)
  | {
      readonly kind: "cramers-v";
      readonly table: Table;
      readonly value: number;
      readonly corrected: number;
      readonly interval?: readonly [number, number];
    }
  | {
      readonly kind: "fisher";
      readonly table: FourfoldTable;
      readonly pValue: Readonly<Record<Alternative, number>>;
      readonly oddsRatio?: GoldenNumber;
      readonly low?: GoldenNumber;
      readonly high?: GoldenNumber;
    }
  | {
      readonly kind: "mcnemar";
      readonly table: FourfoldTable;
      readonly variant: "exact" | "asymptotic" | "continuity";
      readonly statistic: number;
      readonly pValue: number;
    };

const { cases } = readGolden<Case>("contingency/contingency.json");
const of = <Kind extends Case["kind"]>(kind: Kind) =>
  cases
    .filter((golden): golden is Extract<Case, { kind: Kind }> => golden.kind === kind)
    .map((golden, i) => ({ ...golden, i }));

const STATISTIC = { relative: 1e-12, absolute: 1e-14 };

function expectChiSquared(found: { statistic: number; df?: number; pValue: number }, expected: ChiSquared): void {
  expectClose(found.statistic, expected.statistic, STATISTIC, "statistic");
  expect(found.df).toBe(expected.df);
  expectClose(found.pValue, expected.pValue, { relative: 1e-10 }, "p");
}

test.each(of("chi-squared"))("chi-squared $i: $table, Yates $yates", ({ table, yates, ...expected }) => {
  expectChiSquared(okay(chiSquaredTest(table, { yates })), expected);
});

test.each(of("goodness-of-fit"))("goodness of fit $i: $counts", ({ counts, shares, ...expected }) => {
  expectChiSquared(okay(chiSquaredGoodnessOfFit(counts, shares)), expected);
});

test.each(of("cochran-q"))("Cochran Q $i", ({ columns, units, rows, ...expected }) => {
  expectChiSquared(okay(cochranQOfTotals({ columns, units })), expected);
  if (rows !== undefined) expect(cochranQ(rows)).toEqual(cochranQOfTotals({ columns, units }));
});

test.each(of("cramers-v"))("Cramer's V $i: $table", ({ table, value, corrected, interval }) => {
  const found = okay(cramersV(table));
  expectClose(found.value, value, STATISTIC, "V");
  expectClose(found.corrected, corrected, { relative: 1e-12, absolute: 1e-9 }, "corrected");
  if (interval === undefined) return;
  expectClose(found.interval.low, interval[0], { relative: 1e-8 }, "low");
  expectClose(found.interval.high, interval[1], { relative: 1e-8 }, "high");
});

test.each(of("fisher"))("Fisher $i: $table", ({ table, pValue, oddsRatio, low, high }) => {
  for (const alternative of ["two-sided", "less", "greater"] as const) {
    expectClose(
      okay(fisherExact(table, { alternative })).pValue,
      pValue[alternative],
      { relative: 1e-10 },
      alternative,
    );
  }
  if (oddsRatio === undefined || low === undefined || high === undefined) return;
  const found = okay(fisherExact(table));
  expectClose(found.oddsRatio, oddsRatio, { relative: 1e-11 }, "odds ratio");
  expectClose(found.interval.low, low, { relative: 1e-10 }, "low");
  expectClose(found.interval.high, number(high), { relative: 1e-10 }, "high");
});

test.each(of("mcnemar"))("McNemar $i: $table, $variant", ({ table, variant, statistic, pValue }) => {
  const found = okay(mcNemar(table, { variant }));
  expectClose(found.statistic, statistic, STATISTIC, "statistic");
  expectClose(found.pValue, pValue, { relative: 1e-10 }, "p");
});
