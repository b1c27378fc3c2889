import { expect, test } from "vitest";
import { sqlType, sumType, widerType } from "./column-type.ts";

test.each([
  ["integer", "integer", "integer"],
  ["integer", "decimal(18,2)", "decimal(21,2)"],
  ["decimal(10,4)", "decimal(12,2)", "decimal(14,4)"],
  ["decimal(38,0)", "decimal(10,5)", "number"],
  ["integer", "number", "number"],
  ["integer", "text", "text"],
  ["date", "timestamp", "text"],
])("%s and %s meet in %s", (a, b, expected) => {
  expect(widerType(sqlType(a), sqlType(b))).toBe(expected);
  expect(widerType(sqlType(b), sqlType(a))).toBe(expected);
});

test("money stays decimal in sums; doubles stay doubles", () => {
  expect([sumType("decimal(18,2)"), sumType("integer"), sumType("number")]).toEqual([
    "decimal(38,2)",
    "decimal(38,0)",
    "number",
  ]);
});

test("a type that does not exist is refused", () => {
  expect(() => sqlType("varchar")).toThrow(RangeError);
});
