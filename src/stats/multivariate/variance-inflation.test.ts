import { expect, test } from "vitest";
import { normals } from "../../../test/golden/notebook.ts";
import { linearRegression } from "../regression/ols.ts";
import { crossProducts } from "./cross-products.ts";
import { crossProductsOf, varianceInflation } from "./variance-inflation.ts";

const [a, e] = [normals(1, 200), normals(2, 200)];
const b = a.map((value, i) => 0.8 * value + 0.5 * (e[i] ?? 0));
const c = normals(3, 200);

test("the factor of a predictor is 1 / (1 - R²) of its regression on the others", () => {
  const sums = crossProducts([
    { name: "a", values: a },
    { name: "b", values: b },
    { name: "c", values: c },
  ]);
  const fit = linearRegression({
    response: a,
    predictors: [
      { name: "b", values: b },
      { name: "c", values: c },
    ],
  });
  const rSquared = fit.status === "ok" ? Number(fit.rSquared) : Number.NaN;
  expect(varianceInflation(sums)[0]).toBeCloseTo(1 / (1 - rSquared), 9);
  const swapped = varianceInflation(crossProductsOf(sums, ["c", "a", "b"]));
  expect(swapped[1]).toBeCloseTo(1 / (1 - rSquared), 9);
});

test("columns that follow from each other have no factor", () => {
  const twice = crossProducts([
    { name: "a", values: a },
    { name: "twice", values: a.map((value) => 2 * value) },
  ]);
  expect(varianceInflation(twice)).toEqual([null, null]);
});
