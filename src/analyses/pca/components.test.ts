import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { csvColumns, numbers } from "../../../test/harness/csv-table.ts";
import { crossProducts } from "../../stats/multivariate/cross-products.ts";
import { componentScores, principalComponents } from "../../stats/multivariate/principal-components.ts";
import { biplot, componentLines, explainedByColumn, keptFor } from "./components.ts";

const iris = csvColumns("r_base", "iris.csv");
const NAMES = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];

function fitIris() {
  const columns = NAMES.map((name) => ({ name, values: numbers(iris ?? new Map(), name) }));
  const sums = crossProducts(columns);
  const fit = principalComponents(sums);
  if (fit.status !== "ok") throw new Error(fit.reason);
  return { columns, sums, fit };
}

test.skipIf(iris === null)("iris: shares, weights, and what three components lose", () => {
  const { fit, sums } = fitIris();
  const lines = componentLines(fit, sums.n);
  const shares = [0.729624, 0.228508, 0.036689, 0.005179];
  lines.forEach(({ share }, i) => {
    expectClose(share, shares[i] ?? 0, { relative: 0, absolute: 5.1e-7 });
  });
  expect(keptFor(lines, 0.8)).toBe(2);
  expect(lines[3]?.reconstructionError).toBe(0);
  expect(explainedByColumn(lines, 4).map((share) => Math.round(share * 1e12) / 1e12)).toEqual([1, 1, 1, 1]);
});

test.skipIf(iris === null)("the error told is the error made by giving rows back from two components", () => {
  const { fit, sums, columns } = fitIris();
  const scores = componentScores(fit, columns, 2);
  let squares = 0;
  columns.forEach(({ values }, j) => {
    for (let i = 0; i < sums.n; i++) {
      const given = fit.components
        .slice(0, 2)
        .reduce((sum, { weights }, k) => sum + scores.at(i, k) * (weights[j] ?? 0), 0);
      squares += (((values[i] ?? 0) - (fit.means[j] ?? 0)) / (fit.scales[j] ?? 1) - given) ** 2;
    }
  });
  const told = componentLines(fit, sums.n)[1]?.reconstructionError ?? 0;
  expectClose(told, squares / (sums.n * 4), { relative: 1e-10 });
});

test.skipIf(iris === null)("the biplot's scores have variance 1; its longest arrow reaches as far as said", () => {
  const { fit, columns } = fitIris();
  const { scores, arrows } = biplot(fit, columns);
  const variance = (values: readonly number[]): number =>
    values.reduce((sum, x) => sum + x * x, 0) / (scores.length - 1);
  expectClose(variance(scores.map(({ x }) => x)), 1, { relative: 1e-9 });
  expectClose(variance(scores.map(({ y }) => y)), 1, { relative: 1e-9 });
  const [width, length] = [arrows[1], arrows[2]];
  const ratio = (fit.components[0]?.loadings[1] ?? 0) / (fit.components[0]?.loadings[2] ?? 1);
  expectClose((width?.x ?? 0) / (length?.x ?? 1), ratio, { relative: 1e-12 });
  expectClose(Math.max(...arrows.map(({ x, y }) => Math.hypot(x, y))), 2.5, { relative: 1e-12 });
});
