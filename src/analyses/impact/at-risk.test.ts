import { expect, test } from "vitest";
import { momentsOf } from "../../stats/descriptive/moments.ts";
import { welchTTest } from "../../stats/two-sample/t-test.ts";
import { amountAtRisk, totalAtRisk } from "./at-risk.ts";

const low = momentsOf([10, 12, 11, 13, 9]);
const high = momentsOf([6, 8, 7, 9]);
const middle = momentsOf([9, 10, 8]);

test("a group's amount is Welch's difference times its rows", () => {
  const { perRow, total } = amountAtRisk(low, high, 0.95);
  const welch = welchTTest(low, high);
  expect(perRow.value).toBe(3.5);
  expect(total.value).toBe(14);
  if (welch.status !== "ok" || welch.estimate.interval === null) throw new Error("undetermined");
  expect(perRow.interval?.low).toBeCloseTo(welch.estimate.interval.low, 12);
  expect(total.interval?.high).toBeCloseTo(4 * welch.estimate.interval.high, 11);
});

test("the total is the sum of the groups, and its interval is wider than without the shared error of the reference", () => {
  const total = totalAtRisk(low, [middle, high], 0.95);
  expect(total.value).toBe(14 + 6);
  const one = totalAtRisk(low, [high], 0.95);
  expect(one).toEqual(amountAtRisk(low, high, 0.95).total);
});

test("one row has no interval", () => {
  expect(amountAtRisk(low, momentsOf([7]), 0.95).perRow).toEqual({ value: 4, interval: null });
});
