import fc from "fast-check";
import { expect, test } from "vitest";
import { differences, kthPair, middleOf, type PairwiseOrder, walshAverages } from "./pairwise-order.ts";

const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e3, max: 1e3, noNaN: true }));
const sample = fc.array(value, { minLength: 1, maxLength: 12 }).map((values) => Float64Array.from(values).sort());

function expectOrder(order: PairwiseOrder, listed: readonly number[]): void {
  const ascending = listed.toSorted((a, b) => a - b);
  expect(order.total).toBe(ascending.length);
  expect(ascending.map((_, i) => kthPair(order, i + 1) + 0)).toEqual(ascending.map((each) => each + 0));
  const upper = ascending[ascending.length >> 1] ?? Number.NaN;
  const lower = ascending[(ascending.length - 1) >> 1] ?? Number.NaN;
  expect(middleOf(order) + 0).toBe((lower + upper) / 2 + 0);
}

test("differences in order are those of the full list", () => {
  fc.assert(
    fc.property(sample, sample, (x, y) =>
      expectOrder(
        differences(x, y),
        [...x].flatMap((a) => [...y].map((b) => a - b)),
      ),
    ),
  );
});

test("Walsh averages in order are those of the full list", () => {
  fc.assert(
    fc.property(sample, (x) =>
      expectOrder(
        walshAverages(x),
        [...x].flatMap((a, i) => [...x.subarray(i)].map((b) => (a + b) / 2)),
      ),
    ),
  );
});
