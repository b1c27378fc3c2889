import { expect, test } from "vitest";
import { normals } from "../../../test/golden/notebook.ts";
import { crossProducts } from "../multivariate/cross-products.ts";
import { type Category, categoryPredictors, indicators, withIndicators } from "./categories.ts";
import { linearRegression } from "./ols.ts";
import { linearRegressionFromSums } from "./ols-from-sums.ts";

const mode: Category = { name: "mode", levels: ["a", "b", "c"] };
const city: Category = { name: "city", levels: ["x", "y"] };
const n = 120;
const x = normals(4, n);
const modes = Array.from({ length: n }, (_, i) => mode.levels[i % 3] ?? "");
const cities = Array.from({ length: n }, (_, i) => city.levels[(i * 7) % 5 === 0 ? 1 : 0] ?? "");
const y = normals(5, n).map((e, i) => e + 2 * (x[i] ?? 0) + (modes[i] === "c" ? 3 : 0) - (cities[i] === "y" ? 1 : 0));

test("sums by combination of levels give the regression on indicators of every row", () => {
  const cells = mode.levels.flatMap((a) =>
    city.levels.map((b) => {
      const rows = Array.from(x.keys()).filter((i) => modes[i] === a && cities[i] === b);
      const column = (name: string, values: readonly number[]) => ({ name, values: rows.map((i) => values[i] ?? 0) });
      return { levels: [a, b], sums: crossProducts([column("y", y), column("x", x)]) };
    }),
  );
  const sums = withIndicators(cells, [mode, city]);
  if (sums === null) throw new Error("no cells");
  const predictors = ["x", ...categoryPredictors(mode), ...categoryPredictors(city)];
  const fromSums = linearRegressionFromSums(sums, { response: "y", predictors });
  const fromRows = linearRegression({
    response: y,
    predictors: [{ name: "x", values: x }, ...indicators(mode, modes), ...indicators(city, cities)],
  });
  if (fromSums.status !== "ok" || fromRows.status !== "ok") throw new Error("undetermined");
  expect(predictors).toEqual(["x", "mode: b", "mode: c", "city: y"]);
  fromRows.coefficients.forEach(({ name, value, se }, i) => {
    const other = fromSums.coefficients[i];
    expect(other?.name).toBe(name);
    expect(other?.value).toBeCloseTo(value, 10);
    expect(other?.se).toBeCloseTo(se, 10);
  });
});
