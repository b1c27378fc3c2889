import { describe, expect, test } from "vitest";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { momentsOf } from "../descriptive/moments.ts";
import type { Inferred } from "../inference.ts";
import { bartlett } from "./bartlett.ts";
import { dunn } from "./dunn.ts";
import { kruskalWallis } from "./kruskal-wallis.ts";
import { levene } from "./levene.ts";
import { type FTest, oneWayAnova } from "./one-way-anova.ts";
import { gamesHowell, type PairComparisons, tukeyHsd } from "./tukey.ts";
import { welchAnova } from "./welch-anova.ts";

interface F {
  readonly statistic: GoldenNumber;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly pValue: GoldenNumber;
}

interface ChiSquared {
  readonly statistic: GoldenNumber;
  readonly df: number;
  readonly pValue: GoldenNumber;
}

interface Pair {
  readonly difference: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

interface Case {
  readonly name: string;
  readonly groups: readonly (readonly number[])[];
  readonly anova: F;
  readonly welch: F;
  readonly bartlett: ChiSquared;
  readonly kruskal: ChiSquared;
  readonly "levene-mean"?: F;
  readonly "levene-median"?: F;
  readonly dunn: readonly { readonly z: number; readonly p: number }[];
  readonly tukey?: readonly Pair[];
  readonly gamesHowell?: readonly Pair[];
}

const { cases } = readGolden<Case>("anova/anova.json");
const moments = (groups: readonly (readonly number[])[]) => groups.map((values) => momentsOf(values));

/** Far from 0 the deviations of doubles hold fewer digits; a p-value loses them times the slope of its tail. */
function expectF(found: Inferred<FTest>, expected: F, name: string): void {
  const { statistic, dfBetween, dfWithin, pValue } = okay(found);
  const lost = name === "shifted" ? 1e-9 : 0;
  expectClose(statistic, expected.statistic, { relative: Math.max(1e-12, lost), absolute: 1e-20 }, "F");
  expect(dfBetween).toBe(expected.dfBetween);
  expectClose(dfWithin, expected.dfWithin, { relative: Math.max(1e-12, lost) }, "df");
  expectClose(pValue, expected.pValue, { relative: Math.max(1e-10, lost) }, "p");
}

function expectChiSquared(found: Inferred<ChiSquaredAnswer>, expected: ChiSquared, lost = 0): void {
  const { statistic, df, pValue } = okay(found);
  expectClose(statistic, expected.statistic, { relative: Math.max(1e-12, lost), absolute: 1e-13 }, "statistic");
  expect(df).toBe(expected.df);
  expectClose(pValue, expected.pValue, { relative: Math.max(1e-10, lost) }, "p");
}

type ChiSquaredAnswer = { readonly statistic: number; readonly df: number; readonly pValue: number };

function expectPairs(found: Inferred<PairComparisons>, expected: readonly Pair[]): void {
  const { pairs } = okay(found);
  expect(pairs.length).toBe(expected.length);
  expected.forEach(({ difference, p, low, high }, i) => {
    const pair = pairs[i];
    const width = high - low;
    expectClose(
      pair?.difference.value ?? Number.NaN,
      difference,
      { relative: 1e-12, absolute: 1e-14 * width },
      "difference",
    );
    expectClose(pair?.pValue ?? Number.NaN, p, { relative: 1e-8, absolute: 1e-11 }, "p");
    expectClose(pair?.difference.interval?.low ?? Number.NaN, low, { relative: 1e-8, absolute: 1e-8 * width }, "low");
    expectClose(
      pair?.difference.interval?.high ?? Number.NaN,
      high,
      { relative: 1e-8, absolute: 1e-8 * width },
      "high",
    );
  });
}

describe.each(cases.map((golden, i) => ({ ...golden, i })))("case $i, $name", (golden) => {
  const { name, groups } = golden;
  const lost = name === "shifted" ? 1e-9 : 0;
  test("one-way ANOVA", () => expectF(oneWayAnova(moments(groups)), golden.anova, name));
  test("Welch", () => expectF(welchAnova(moments(groups)), golden.welch, name));
  test("Bartlett", () => expectChiSquared(bartlett(moments(groups)), golden.bartlett, lost));
  test("Kruskal-Wallis", () => expectChiSquared(kruskalWallis(groups), golden.kruskal));
  test.each(["mean", "median"] as const)("Levene, %s", (centre) => {
    const found = levene(groups, { centre });
    const expected = golden[`levene-${centre}`];
    // two values are equally far from their middle
    if (expected === undefined) expect(found.status).toBe("undetermined");
    else expectF(found, expected, name);
  });
  test("Dunn", () => {
    const { pairs } = okay(dunn(groups, { correction: "none" }));
    golden.dunn.forEach(({ z, p }, i) => {
      expectClose(pairs[i]?.statistic ?? Number.NaN, z, { relative: 1e-12, absolute: 1e-15 }, "z");
      expectClose(pairs[i]?.pValue ?? Number.NaN, p, { relative: 1e-10 }, "p");
    });
  });
  const { tukey, gamesHowell: howell } = golden;
  if (tukey !== undefined) test("Tukey", () => expectPairs(tukeyHsd(moments(groups)), tukey));
  if (howell !== undefined) test("Games-Howell", () => expectPairs(gamesHowell(moments(groups)), howell));
});
