import { expect, test } from "vitest";
import { growthSentence } from "./words.ts";

test.each([
  [[-0.1, -0.3], "A fell least"],
  [[-0.3, null, 0.2], "C grew most"],
  [[null, -3], "B fell"],
  [[null, null], "The growth of 2 metrics is undetermined"],
])("of growths %j: %s", (growths, expected) => {
  const extremes = { peak: { period: "", value: 1 }, low: { period: "", value: 1 }, mean: 1, change: null };
  const all = growths.map((growth, i) => ({ label: "ABC"[i] ?? "", extremes: { ...extremes, growth } }));
  expect(growthSentence(all)).toBe(expected);
});
