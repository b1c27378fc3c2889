import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { normals, notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { rankSumsOf } from "../../stats/anova/rank-sums.ts";
import { momentsOf } from "../../stats/descriptive/moments.ts";
import { median } from "../../stats/descriptive/quantile.ts";
import type { CompareResult } from "./compared.ts";
import { compareFindings, compareSentence } from "./findings.ts";
import { compareIndependent } from "./independent.ts";
import { comparePaired } from "./paired.ts";

const options = { level: 0.95, power: 0.8, correction: "holm" } as const;

function compared(groups: Readonly<Record<string, readonly number[]>>) {
  const names = Object.keys(groups);
  const ranks = rankSumsOf(Object.values(groups));
  const sums = names.map((group, i) => ({
    group,
    moments: momentsOf(groups[group] ?? []),
    rankSum: ranks.groups[i]?.rankSum ?? 0,
  }));
  return compareIndependent(sums, ranks.ties, options);
}

const asResult = (parts: ReturnType<typeof compared>): CompareResult => ({
  ...{ table: "calls", value: "sat", by: "lat", design: "independent", level: 0.95, correction: "holm" },
  ...{ n: parts.groups.reduce((sum, { n }) => sum + n, 0), leftOut: 0 },
  ...parts,
});

function notebook() {
  const [lat, sat] = [notebookLatency(), notebookSatisfaction()];
  const middle = median(lat) ?? 0;
  const side = (high: boolean): number[] => sat.filter((_, i) => (lat[i] ?? 0) > middle === high);
  return compared({ high: side(true), low: side(false) });
}

test("the notebook's median split: Welch's t, U, and the effect with its interval", () => {
  const { test: welch, robust, effect, difference } = notebook();
  expectClose(welch?.statistic ?? 0, -5.8598157736, { relative: 1e-9 });
  expectClose(welch?.df[0] ?? 0, 96.6626948492, { relative: 1e-9 });
  expectClose(welch?.pValue ?? 0, 6.41141e-8, { relative: 1e-5 });
  expect(robust).toMatchObject({ symbol: "U", statistic: 496 });
  expectClose(robust?.pValue ?? 0, 2.05278e-7, { relative: 1e-5 });
  expect(effect?.interval?.high).toBeLessThan(0);
  expect(difference?.interval?.low).toBeLessThan(difference?.value ?? 0);
});

test("sentences: who is higher, how far apart, that it is no effect, and what could have been found", () => {
  const result = asResult(notebook());
  expect(compareSentence(result)).toMatch(/^sat is highest with lat low \(\S+\), lowest with high \(\S+\), \S+ apart$/);
  const texts = compareFindings(result).map(({ text }) => text);
  expect(texts.join(" ")).toMatch(/association by group, not an effect/);
  expect(texts.join(" ")).not.toMatch(/\b(causes?|leads? to|because of|due to|drives?)\b/);
  expect(texts.at(-1)).toMatch(
    /^With 100 values, a true difference of \S+ standard deviations of the first group, that is \S+ of sat, would be found with chance 80 %\.$/,
  );
});

test("without a difference it says so, and that a small one may hide", () => {
  const result = asResult(compared({ a: normals(31, 40), b: normals(32, 40) }));
  expect(compareSentence(result)).toBe("sat shows no difference by lat beyond chance");
  expect(compareFindings(result).at(-1)?.text).toMatch(/A smaller one may be there and not be seen\.$/);
  // two groups of 40 find d 0.634 (G*Power)
  expectClose(result.detectable?.effect ?? 0, 0.634 * 1, { relative: 0.06 });
});

test("three groups: Welch's ANOVA, Kruskal-Wallis, every pair, and the median test agrees on which differ", () => {
  const [a, b] = [normals(41, 60), normals(42, 60)];
  const c = normals(43, 60).map((z) => z + 2);
  const { test: welch, robust, pairs, effect, detectable } = compared({ a, b, c });
  expect(welch?.symbol).toBe("F");
  expect(welch?.df).toHaveLength(2);
  expect(robust?.symbol).toBe("H");
  expect(pairs.map(({ first, second }) => `${first}${second}`)).toEqual(["ab", "ac", "bc"]);
  expect(pairs.map(({ pValue, rankPValue }) => [(pValue ?? 1) < 0.05, (rankPValue ?? 1) < 0.05])).toEqual([
    [false, false],
    [true, true],
    [true, true],
  ]);
  expect(effect?.name).toBe("eta squared");
  expect(detectable?.name).toBe("Cohen's f");
});

test("a group whose values do not vary leaves the means untested: the ranks speak, and see that it differs", () => {
  const around = Array.from({ length: 300 }, (_, i) => 100 + (i % 2 === 0 ? 10 : -10));
  const result = asResult(compared({ a: around, b: around, flat: new Array<number>(300).fill(200) }));
  expect(result.test).toBeNull();
  expect(result.pairs.map(({ pValue }) => pValue)).toEqual([null, null, null]);
  const [first, ...others] = compareFindings(result);
  expect(first?.text).toMatch(
    /^sat is highest with lat flat \(200\), lowest with b \(100\): Kruskal-Wallis test H\(2\) /,
  );
  expect(first?.pValue).toBe(result.robust?.pValue);
  const said = others.map(({ text }) => text).join(" ");
  expect(said).toContain("Of 3 pairs of groups 2 differ after correction (Dunn's test of the ranks).");
  expect(said).not.toMatch(/not be seen|otherwise|Games-Howell/);
});

test("a paired design looks at differences within units", () => {
  // sleep (Student 1908): t = -4.0621, df 9, p 0.002833, interval -2.459886 to -0.700114
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const found = comparePaired({ groups: ["1", "2"], first, second }, options);
  expectClose(found.test?.statistic ?? 0, -4.0621, { relative: 1e-4 });
  expectClose(found.test?.pValue ?? 0, 0.002833, { relative: 1e-3 });
  expectClose(found.difference?.interval?.low ?? 0, -2.459886, { relative: 1e-6 });
  expect(found.robust?.method).toBe("Wilcoxon signed rank test");
});
