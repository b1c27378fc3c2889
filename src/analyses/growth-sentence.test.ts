import { expect, test } from "vitest";
import { growthSentence } from "./growth-sentence.ts";

const words = { grow: "grew", fall: "fell", stay: "stayed the same" };

test.each([
  [[0.1, 0.5, -0.2], "B grew most of 3 metrics"],
  [[-0.1, -0.3], "A fell least of 2 metrics"],
  [[-0.3, null, 0.2], "C grew most of 2 metrics"],
  [[0, -0.2], "A stayed the same"],
  [[null, 0], "B stayed the same"],
  [[null, -3], "B fell"],
  [[0.2], "A grew"],
  [[null, null], "The growth of 2 metrics is undetermined"],
])("of growths %j: %s", (growths, expected) => {
  const all = growths.map((growth, i) => ({ label: "ABC"[i] ?? "", growth }));
  expect(growthSentence(all, words)).toBe(expected);
});
