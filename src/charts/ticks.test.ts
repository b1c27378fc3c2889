import fc from "fast-check";
import { expect, test } from "vitest";
import { linearTicks, logTicks } from "./ticks.ts";

test.each([
  [0, 422_000, null, [0, 100_000, 200_000, 300_000, 400_000, 500_000]],
  [0, 1, null, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [-0.3, 0.3, null, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
  [0, 1440, "s", [0, 300, 600, 900, 1200, 1500]],
  [0, 86_400, "s", [0, 21_600, 43_200, 64_800, 86_400]],
  [5, 5, null, [5, 6]],
])("between %d and %d %s", (low, high, unit, values) => {
  expect(linearTicks(low, high, { count: 5, unit }).values).toEqual(values);
});

test("between whole numbers there is no tick", () => {
  expect(linearTicks(0, 7, { count: 16, unit: null, whole: true }).values).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(linearTicks(0, 11, { count: 5, unit: null, whole: true }).values).toEqual([0, 2, 4, 6, 8, 10, 12]);
  expect(linearTicks(0, 50, { count: 20, unit: null, whole: true }).values[1]).toBe(2);
  expect(linearTicks(0, 7, { count: 16, unit: null }).values[1]).toBe(0.5);
});

test("ticks enclose the values, rise evenly and are about as many as wanted", () => {
  const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(
      number,
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
      fc.integer({ min: 2, max: 12 }),
      (low, span, count) => {
        const high = low + span;
        fc.pre(high > low && span > Math.abs(low) * 1e-6);
        const { min, max, values } = linearTicks(low, high, { count, unit: null });
        const slack = span * 1e-6;
        expect(min).toBeLessThanOrEqual(low + slack);
        expect(max).toBeGreaterThanOrEqual(high - slack);
        expect(values.every((v, i) => i === 0 || v > (values[i - 1] ?? 0))).toBe(true);
        expect(values.length).toBeLessThanOrEqual(count * 1.25 + 3);
      },
    ),
  );
});

test.each([
  [3, 80, [2, 5, 10, 20, 50, 100]],
  [1, 2, [1, 2]],
  [7, 7, [5, 10]],
  [0.02, 4000, [0.1, 1, 10, 100, 1000]],
])("on a log axis between %d and %d", (low, high, values) => {
  const ticks = logTicks(low, high, { count: 6 });
  expect(ticks.values).toEqual(values);
  expect(ticks.min).toBeLessThanOrEqual(low);
  expect(ticks.max).toBeGreaterThanOrEqual(high);
});
