import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { dataFile } from "../../../test/harness/data.ts";
import { histogram } from "../descriptive/histogram.ts";
import { kernelDensity } from "../descriptive/kernel-density.ts";
import { kurtosis, momentsOf, skewness, variance } from "../descriptive/moments.ts";
import { quantile } from "../descriptive/quantile.ts";
import { dAgostino } from "../normality/dagostino.ts";
import { jarqueBera } from "../normality/jarque-bera.ts";
import { shapiroWilk } from "../normality/shapiro-wilk.ts";
import { brunnerMunzel } from "./brunner-munzel.ts";
import { twoSampleKs } from "./kolmogorov-smirnov.ts";
import { mannWhitney } from "./mann-whitney.ts";
import { pairedTTest, welchTTest } from "./t-test.ts";
import { wilcoxonSignedRank } from "./wilcoxon-signed-rank.ts";

/** Rows of a data set of R by column name; none where the data are not on this machine. */
function read(name: string): readonly Readonly<Record<string, string>>[] {
  const path = dataFile("r_base", name);
  if (path === null) return [];
  const [head = "", ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i] ?? "", value])));
}

const iris = read("iris.csv");
const column = (name: string, species?: string): number[] =>
  iris.filter((row) => species === undefined || row["Species"] === species).map((row) => Number(row[name]));

/** Expected values: R 4.2.2 and SciPy 1.17.1 on the same file. */
describe.skipIf(iris.length === 0)("iris", () => {
  test.each([
    ["Sepal.Length", 0.9760902722402778, 0.01018116117562927],
    ["Sepal.Width", 0.9849178694782408, 0.1011542684359037],
    ["Petal.Length", 0.8762680553101951, 7.412263006370836e-10],
    ["Petal.Width", 0.9018349379959359, 1.680465167139687e-8],
  ])("Shapiro-Wilk of %s", (name, w, p) => {
    const found = okay(shapiroWilk(column(name)));
    expectClose(found.statistic, w, { relative: 1e-12 });
    expectClose(found.pValue, p, { relative: 1e-10 });
  });

  test("petal length described", () => {
    const petals = column("Petal.Length");
    const moments = momentsOf(petals);
    expectClose(variance(moments) ?? Number.NaN, 3.116277852348993, { relative: 1e-12 });
    expectClose(skewness(moments) ?? Number.NaN, -0.2748841797510128, { relative: 1e-12 });
    expectClose(kurtosis(moments) ?? Number.NaN, -1.4021034155217516, { relative: 1e-12 });
    expect([0.25, 0.5, 0.75].map((p) => quantile(petals, p))).toEqual([1.6, 4.35, 5.1]);
    expect([...(histogram(petals)?.counts ?? [])]).toEqual([44, 6, 0, 6, 17, 31, 21, 19, 6]);
    expectClose(kernelDensity(petals)?.at(3) ?? Number.NaN, 0.06274936, { relative: 1e-6 });
    expectClose(okay(dAgostino(moments)).pValue, 7.264667501338673e-49, { relative: 1e-10 });
    expectClose(okay(jarqueBera(moments)).pValue, 0.0009013025009319217, { relative: 1e-10 });
  });

  test("setosa against versicolor", () => {
    const lengths = mannWhitney(column("Sepal.Length", "setosa"), column("Sepal.Length", "versicolor"));
    expect(okay(lengths).statistic).toBe(168.5);
    expectClose(okay(lengths).pValue, 8.345827145940737e-14, { relative: 1e-10 });
    const [setosa, versicolor] = [column("Sepal.Width", "setosa"), column("Sepal.Width", "versicolor")];
    const ks = okay(twoSampleKs(setosa, versicolor));
    expectClose(ks.statistic, 0.68, { relative: 1e-12 });
    // By counting paths in whole numbers: R's 6.4397e-12 comes from 1 less the rest
    expectClose(ks.pValue, 6.4365282490219236e-12, { relative: 1e-11 });
    const bm = okay(brunnerMunzel(setosa, versicolor));
    expectClose(bm.statistic, 16.256725735595506, { relative: 1e-12 });
    expectClose(bm.pValue, 4.585479037605062e-28, { relative: 1e-10 });
  });
});

const sleep = read("sleep.csv");

describe.skipIf(sleep.length === 0)("Student's sleep data", () => {
  const extra = sleep.map((row) => Number(row["extra"]));
  const [first, second] = [extra.slice(0, 10), extra.slice(10)];

  test("Welch and paired t tests", () => {
    const welch = okay(welchTTest(momentsOf(first), momentsOf(second)));
    expectClose(welch.statistic, -1.860813467486853, { relative: 1e-12 });
    expectClose(welch.df, 17.7764735161785, { relative: 1e-12 });
    expectClose(welch.pValue, 0.07939414018735817, { relative: 1e-10 });
    const paired = okay(pairedTTest(first, second));
    expectClose(paired.statistic, -4.062127683382037, { relative: 1e-12 });
    expectClose(paired.pValue, 0.00283289019738427, { relative: 1e-10 });
  });

  test("signed ranks with a tie and a zero", () => {
    const differences = first.map((value, i) => value - (second[i] ?? Number.NaN));
    const found = okay(wilcoxonSignedRank(differences, { distribution: "asymptotic" }));
    expect([found.statistic, found.zeros]).toEqual([0, 1]);
    expectClose(found.pValue, 0.009090698015925056, { relative: 1e-10 });
  });
});
