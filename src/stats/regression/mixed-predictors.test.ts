import { expect, test } from "vitest";
import { mixedPredictors } from "./mixed-predictors.ts";

test("texts become comparisons with the most frequent value, ties by name; constant columns are told apart", () => {
  const found = mixedPredictors([
    { name: "age", values: Float64Array.of(3, 5, 8, 9) },
    { name: "plan", values: ["pro", "free", "pro", "free"] },
    { name: "land", values: ["x", "x", "x", "x"] },
  ]);
  expect(found.categories).toEqual([{ name: "plan", levels: ["free", "pro"] }]);
  expect(found.constant).toEqual(["land"]);
  expect(found.predictors.map(({ name, values }) => [name, [...Array.from(values)]])).toEqual([
    ["age", [3, 5, 8, 9]],
    ["plan: pro", [1, 0, 1, 0]],
  ]);
});
