import { expect, test } from "vitest";
import {
  coverage,
  errorScale,
  mape,
  meanAbsoluteError,
  pinballLoss,
  rootMeanSquaredError,
  rootScaledError,
  scaledError,
  symmetricMape,
  weightedMape,
} from "./accuracy.ts";

const of = (...values: number[]): Float64Array => Float64Array.from(values);

test("by hand: actual 2, 4, 0 beside 1, 6, 0", () => {
  const [y, f] = [of(2, 4, 0), of(1, 6, 0)];
  expect(meanAbsoluteError(y, f)).toBe(1);
  expect(rootMeanSquaredError(y, f)).toBeCloseTo(Math.sqrt(5 / 3), 14);
  expect(symmetricMape(y, f)).toBeCloseTo((200 / 3 + 400 / 10) / 3, 12);
  expect(weightedMape(y, f)).toBe(50);
  expect(mape(y, f)).toBeNull();
  expect(mape(of(2, 4), of(1, 6))).toBe(50);
  expect(pinballLoss(of(2, 4), of(1, 6), 0.9)).toBeCloseTo((0.9 * 1 + 0.1 * 2) / 2, 14);
});

test("scaled errors are measured in what seasonal naive misses within the training part", () => {
  const scale = errorScale(of(1, 5, 2, 8), 2);
  expect(scale).toEqual({ absolute: 2, squared: 5 });
  expect(scaledError(of(4), of(7), scale)).toBe(1.5);
  expect(rootScaledError(of(4), of(7), scale)).toBeCloseTo(3 / Math.sqrt(5), 14);
});

test("what is not defined is null, and steps without a value are left out", () => {
  const constant = errorScale(of(3, 3, 3), 1);
  expect(constant).toEqual({ absolute: null, squared: null });
  expect(errorScale(of(3), 1)).toEqual({ absolute: null, squared: null });
  expect(scaledError(of(4), of(7), constant)).toBeNull();
  expect(rootScaledError(of(4), of(7), constant)).toBeNull();
  expect(weightedMape(of(0, 0), of(1, 1))).toBeNull();
  expect(meanAbsoluteError(of(Number.NaN), of(1))).toBeNull();
  expect(meanAbsoluteError(of(Number.NaN, 1), of(1, 3))).toBe(2);
  expect(symmetricMape(of(0), of(0))).toBe(0);
  expect(symmetricMape(of(0), of(2))).toBe(200);
});

test("an interval holds its ends", () => {
  expect(coverage(of(1, 2, 3, 9), { low: of(1, 0, 4, 0), high: of(2, 2, 5, Number.NaN) })).toBeCloseTo(2 / 3, 14);
  expect(coverage(of(), { low: of(), high: of() })).toBeNull();
});
