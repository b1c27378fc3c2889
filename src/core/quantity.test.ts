import { expect, test } from "vitest";
import { formatQuantity } from "./quantity.ts";

test.each([
  [0, "s", "0 s"],
  [12.34, "s", "12.3 s"],
  [60, "s", "1 min"],
  [236, "s", "3 min 56 s"],
  [3599.7, "s", "1 h"],
  [7500, "s", "2 h 5 min"],
  [-273_600, "s", "-3 d 4 h"],
  [850, "ms", "850 ms"],
  [90_000, "ms", "1 min 30 s"],
  [999, "bytes", "999 B"],
  [1_234_567, "bytes", "1.23 MB"],
  [9912.4, "EUR", "9,912 EUR"],
  [0.5, null, "0.50"],
])("%d %s", (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text);
});
