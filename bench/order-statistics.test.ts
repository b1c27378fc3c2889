import { expect, test } from "vitest";
import { median, quantile } from "./order-statistics.ts";

test.each([
  [[7], 0.95, 7],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[10, 1, 2, 3], 0.95, 8.95],
  [[3, 1, 2], 0, 1],
  [[3, 1, 2], 1, 3],
])("quantile of %j at %d is %d", (values, p, expected) => {
  expect(quantile(values, p)).toBeCloseTo(expected, 12);
});

test("the median does not depend on the order, and none of nothing", () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(() => median([])).toThrow(RangeError);
});
