import { expect, test } from "vitest";
import { ceilingEvents, growthExponent } from "./growth.ts";

const at = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([events, value]) => ({ events, value }));

test("the exponent of a power is found, whatever the sizes", () => {
  expect(growthExponent(at([1e6, 2], [11e6, 22], [110e6, 220]))).toBeCloseTo(1, 12);
  expect(growthExponent(at([1, 3], [4, 6], [16, 12]))).toBeCloseTo(0.5, 12);
  expect(growthExponent(at([1e6, 2]))).toBeNull();
});

test("the ceiling lies on the line through the two largest sizes; what does not grow has none", () => {
  expect(ceilingEvents(at([110, 30], [1, 500], [33, 10]), 50)).toBe(187);
  expect(ceilingEvents(at([1, 5], [2, 5]), 10)).toBeNull();
  expect(ceilingEvents(at([1, 5]), 10)).toBeNull();
});
