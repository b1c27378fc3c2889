import { expect, test } from "vitest";
import { fractionWidth, sortedRows, splitNumber } from "./table-column.ts";

const ROWS = [
  ["b", 2],
  ["a", null],
  ["c", 10],
] as const;

test("rows are sorted by numbers or texts, missing values last in both directions", () => {
  const keys = (rows: readonly (readonly unknown[])[]): readonly unknown[] => rows.map(([key]) => key);
  expect(keys(sortedRows(ROWS, { column: 1, descending: true }))).toEqual(["c", "b", "a"]);
  expect(keys(sortedRows(ROWS, { column: 1, descending: false }))).toEqual(["b", "c", "a"]);
  expect(keys(sortedRows(ROWS, { column: 0, descending: false }))).toEqual(["a", "b", "c"]);
  expect(sortedRows(ROWS, null)).toBe(ROWS);
});

test("numbers are parted at their decimal point", () => {
  expect(splitNumber(1_234_567, null)).toEqual({ whole: "1", fraction: ".23M" });
  expect(splitNumber(0.0341, "share")).toEqual({ whole: "3", fraction: ".41 %" });
  expect(splitNumber(-12, "EUR")).toEqual({ whole: "−12", fraction: "" });
  expect(splitNumber(93, "s")).toEqual({ whole: "1 min 33 s", fraction: "" });
});

test("a column keeps room for its longest fraction", () => {
  expect(
    fractionWidth(
      [
        ["a", 1],
        ["b", 1.25],
        ["c", 34_567],
      ],
      1,
      null,
    ),
  ).toBe(3);
});
