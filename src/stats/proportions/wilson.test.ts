import { expect, test } from "vitest";
import { wilsonInterval } from "./wilson.ts";

test.each([
  [2160, 18000, 0.1153336, 0.1248285],
  [0, 10, 0, 0.277533],
  [10, 10, 0.722467, 1],
])("%i of %i", (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval?.low).toBeCloseTo(low, 6);
  expect(interval?.high).toBeCloseTo(high, 6);
});

test("the bounds of none and all are exact", () => {
  expect(wilsonInterval(0, 716)?.low).toBe(0);
  expect(wilsonInterval(716, 716)?.high).toBe(1);
});

test("no trials, no interval", () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});
