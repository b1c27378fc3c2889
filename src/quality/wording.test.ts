import { expect, test } from "vitest";
import { counted, listed, percent } from "./wording.ts";

test.each([
  [0, "0 %"],
  [1, "100 %"],
  [0.255, "25.5 %"],
  [0.0003, "0.03 %"],
  [0.0000012, "0.0001 %"],
  [-0.25, "-25 %"],
])("a share of %d is %s", (share, text) => {
  expect(percent(share)).toBe(text);
});

test("names are listed with what is left out", () => {
  expect(listed([])).toBe("");
  expect(listed(["a"])).toBe('"a"');
  expect(listed(["a", "b"])).toBe('"a" and "b"');
  expect(listed(["a", "b", "c"], 2)).toBe('"a", "b" and 1 more');
});

test("one is singular", () => {
  expect([counted(0, "row"), counted(1, "row"), counted(1234, "row")]).toEqual(["0 rows", "1 row", "1,234 rows"]);
});
