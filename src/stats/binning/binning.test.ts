import fc from "fast-check";
import { expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { rounded, SeededData } from "../../../test/golden/seeded-data.ts";
import { type Bins, binOf, binsAt, equalWidthBins } from "./bins.ts";
import { naturalBreaks } from "./natural-breaks.ts";
import { medianSplit, quantileBins } from "./quantile-bins.ts";

interface BinningCase {
  readonly seed: number;
  readonly n: number;
  readonly digits: number;
  readonly count: number;
  readonly within: number;
  readonly fit: number;
  readonly quantileCounts: readonly number[];
}

const { cases } = readGolden<BinningCase>("binning/binning.json");

function countsOf(bins: Bins, values: ArrayLike<number>): readonly number[] {
  const counts = new Array<number>(bins.edges.length - 1).fill(0);
  for (const value of Array.from(values)) {
    const bin = binOf(bins, value);
    if (bin === null) throw new Error(`${value} is in no bin`);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function withinSquares(bins: Bins, values: readonly number[]): number {
  return countsOf(bins, values).reduce((sum, _, bin) => {
    const inside = values.filter((value) => binOf(bins, value) === bin);
    const mean = inside.reduce((total, x) => total + x / inside.length, 0);
    return sum + inside.reduce((total, x) => total + (x - mean) ** 2, 0);
  }, 0);
}

test.each(cases)("$count bins of $n values, seed $seed", ({ seed, n, digits, count, ...golden }) => {
  const values = Array.from(new SeededData(seed).normals(n), (x) => rounded(10 * x, digits));
  const natural = okay(naturalBreaks(values, count));
  expect(natural.edges.length).toBe(count + 1);
  expectClose(natural.withinSquares, golden.within, { relative: 1e-12, absolute: 1e-10 }, "within");
  expectClose(withinSquares(natural, values), golden.within, { relative: 1e-12, absolute: 1e-10 }, "as binned");
  expectClose(natural.fit, golden.fit, { relative: 1e-12 }, "fit");
  const quantiles = okay(quantileBins(values, count));
  expect(countsOf(quantiles, values)).toEqual(golden.quantileCounts);
});

test("every value is in exactly one bin, whatever the bins", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 60 }), (values) => {
      for (const bins of [equalWidthBins(values, 4), quantileBins(values, 4), naturalBreaks(values, 3)]) {
        if (bins.status === "ok") expect(countsOf(bins, values).reduce((a, b) => a + b, 0)).toBe(values.length);
      }
    }),
  );
});

test("natural breaks find groups that lie apart, also where one is a single value", () => {
  const bins = naturalBreaks([1, 50, 51, 52, 52, 99, 100], 3);
  expect(bins.status === "ok" && [...bins.edges]).toEqual([1, 25.5, 75.5, 100]);
  expect(naturalBreaks([1, 1, 2], 3)).toMatchObject({ reason: "only 2 distinct values" });
});

test("bins hold their upper edge, the first its lower one too", () => {
  const bins = binsAt([0, 10, 20]);
  expect([-0.1, 0, 10, 10.1, 20, 20.1].map((value) => binOf(bins, value))).toEqual([null, 0, 0, 1, 1, null]);
  expect(() => binsAt([0, 0])).toThrow("edge 0 follows 0");
  expect(() => binsAt([1])).toThrow("1 edges make no bin");
  const equal = equalWidthBins([0, 3, 10], 4);
  expect(equal.status === "ok" && [...equal.edges]).toEqual([0, 2.5, 5, 7.5, 10]);
  expect(equalWidthBins([4, 4], 2)).toMatchObject({ status: "undetermined", n: 2 });
});

test("ties leave fewer quantile bins, and a median split says where equal values go", () => {
  const bins = quantileBins([1, 1, 1, 1, 2, 3], 4);
  expect(bins).toMatchObject({ warnings: ["ties leave 2 bins of 4"] });
  expect(medianSplit([1, 2, 2, 2, 3])).toMatchObject({ median: 2, low: 4, high: 1 });
  expect(medianSplit([1, 2, 3, 4])).toMatchObject({ median: 2.5, low: 2, high: 2 });
  expect(medianSplit([1, 2, 2])).toMatchObject({ status: "undetermined" });
});
