import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { normals, notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { coMomentsOf } from "../../stats/correlation/co-moments.ts";
import type { Interval } from "../../stats/inference.ts";
import { crossProducts } from "../../stats/multivariate/cross-products.ts";
import { midRanks } from "../../stats/ranks.ts";
import { correlationLines, fittedLine, type PairSums, partialLines } from "./correlation-line.ts";

function pair(x: string, y: string, [a, b]: readonly [number[], number[]]): PairSums {
  return {
    x,
    y,
    values: coMomentsOf(a, b),
    ranks: coMomentsOf(midRanks(a).ranks, midRanks(b).ranks),
    sample: { x: a, y: b },
  };
}

const options = { level: 0.95, correction: "holm" } as const;
const lat = notebookLatency();
const sat = notebookSatisfaction();

test("the notebook's latency and satisfaction: three coefficients, p and Fisher's interval", () => {
  const lines = correlationLines([pair("lat", "sat", [lat, sat])], ["pearson", "spearman", "kendall"], options);
  const expected = [-0.6179407359, -0.6105610561, -0.4355555556];
  lines.forEach(({ value }, i) => {
    expectClose(value ?? Number.NaN, expected[i] ?? Number.NaN, { relative: 1e-9 });
  });
  expectClose(lines[0]?.pValue ?? Number.NaN, 7.4315e-12, { relative: 1e-4 });
  expectClose(lines[0]?.interval?.low ?? Number.NaN, -0.7262147191, { relative: 1e-9 });
  expectClose(lines[0]?.interval?.high ?? Number.NaN, -0.4797524555, { relative: 1e-9 });
  expect(lines.map(({ sampled }) => sampled)).toEqual([false, false, false]);
});

test("values far out make the interval without normal values wider than Fisher's, and the answer says so", () => {
  const far = lat.map((value, i) => (i % 25 === 0 ? value + 300 : value));
  const low = sat.map((value, i) => (i % 50 === 0 ? value + 200 : i % 25 === 0 ? value - 200 : value));
  const [line] = correlationLines([pair("lat", "sat", [far, low])], ["pearson"], options);
  const width = (interval: Interval | null | undefined): number => (interval?.high ?? 0) - (interval?.low ?? 0);
  expect(width(line?.shapeFree) / width(line?.interval)).toBeGreaterThan(1.5);
  const [ranked] = correlationLines([pair("lat", "sat", [far, sat])], ["spearman"], options);
  expect(ranked?.shapeFree).toBeNull();
});

test("p-values are corrected over the pairs of a coefficient, those without one left out", () => {
  const noise = [normals(11, 100), normals(12, 100)] as const;
  const constant = Array.from({ length: 100 }, () => 1);
  const pairs = [
    pair("lat", "sat", [lat, sat]),
    pair("a", "b", [[...noise[0]], [...noise[1]]]),
    pair("a", "c", [[...noise[0]], constant]),
  ];
  const [first, second, third] = correlationLines(pairs, ["pearson"], options);
  expect(first?.adjusted).toBe(2 * (first?.pValue ?? 0));
  expect(second?.adjusted).toBe(second?.pValue);
  expect(third).toMatchObject({ value: null, adjusted: null, reason: "one of the two does not vary" });
});

test("what both follow is taken out by a partial correlation", () => {
  const common = normals(21, 400);
  const a = normals(22, 400).map((e, i) => e + 2 * (common[i] ?? 0));
  const b = normals(23, 400).map((e, i) => e + 2 * (common[i] ?? 0));
  const sums = crossProducts([
    { name: "a", values: a },
    { name: "b", values: b },
    { name: "common", values: common },
  ]);
  const [plain] = correlationLines([pair("a", "b", [a, b])], ["pearson"], options);
  const [partial] = partialLines(sums, { names: ["a", "b"], controls: ["common"] }, options);
  expect(plain?.value).toBeGreaterThan(0.7);
  expect(Math.abs(partial?.value ?? 1)).toBeLessThan(0.15);
  expect(partial).toMatchObject({ method: "partial", n: 400 });
});

test("the fitted line is least squares", () => {
  const fit = fittedLine(coMomentsOf([1, 2, 3], [2, 4, 6]));
  expect(fit).toEqual({ slope: 2, intercept: 0 });
  expect(fittedLine(coMomentsOf([1, 1, 1], [2, 4, 6]))).toBeNull();
});
