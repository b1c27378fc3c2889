import { expect, test } from "vitest";
import { estimateText, figureText, pValueText } from "./evidence-text.ts";

test("figures keep about three digits, whatever their size", () => {
  expect([0, 0.00012, -0.0123, -0.6179, 12.34, 123.4, 1234.5, 7, 1.234e-7].map(figureText)).toEqual([
    ...["0", "0.0001", "-0.012", "-0.62", "12.3", "123", "1,235", "7", "1.23e-7"],
  ]);
});

test("p-values and estimates in words", () => {
  expect([0.0421, 0.00042].map(pValueText)).toEqual(["p 0.042", "p < 0.001"]);
  expect(estimateText({ value: 0.5, interval: { low: 0.25, high: 0.75, level: 0.95 } })).toBe(
    "0.50 (95 % interval 0.25 to 0.75)",
  );
});
