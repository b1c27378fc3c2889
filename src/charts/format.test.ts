import { expect, test } from "vitest";
import { formatBare, formatValue, logTickLabels, tickLabels, withUnit } from "./format.ts";

test.each([
  [1_234_567, "EUR", "1.23M EUR", "1.23M"],
  [0.034, "share", "3.40 %", "3.40 %"],
  [-1234, null, "−1,234", "−1,234"],
  [236, "s", "3 min 56 s", "3 min 56 s"],
  [null, "EUR", "–", "–"],
])("%d %s", (value, unit, full, bare) => {
  expect(formatValue(value, unit)).toBe(full);
  expect(formatBare(value, unit)).toBe(bare);
});

test("a column names the units that its numbers do not carry", () => {
  expect(withUnit({ label: "revenue", unit: "EUR" })).toBe("revenue, EUR");
  expect(withUnit({ label: "Users", unit: "users" })).toBe("Users");
  expect(withUnit({ label: "conversion", unit: "share" })).toBe("conversion");
});

test("neighbouring ticks share suffix and decimals, and differ", () => {
  expect(tickLabels([0, 5000, 10_000], null)).toEqual(["0", "5K", "10K"]);
  expect(tickLabels([0, 2500, 5000], null)).toEqual(["0", "2,500", "5,000"]);
  expect(tickLabels([0, 0.025, 0.05], "share")).toEqual(["0 %", "2.5 %", "5.0 %"]);
  expect(tickLabels([-500_000, 0, 500_000, 1_000_000], "EUR")).toEqual(["−0.5M", "0", "0.5M", "1.0M"]);
  expect(tickLabels([0, 60, 120], "s")).toEqual(["0 s", "1 min", "2 min"]);
  expect(logTickLabels([0.01, 1, 1000, 1e6], null)).toEqual(["0.01", "1", "1,000", "1M"]);
});
