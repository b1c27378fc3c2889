import fc from "fast-check";
import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { csvColumns, numbers } from "../../../test/harness/csv-table.ts";
import { createRng } from "../../core/rng.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { correlationOf, crossProducts, mergeCrossProducts } from "./cross-products.ts";
import { oblimin } from "./oblimin.ts";
import { componentScores, principalComponents } from "./principal-components.ts";
import { promax, varimax } from "./rotation.ts";

const columnsOf = (seed: number, n: number, shift = 0) => {
  const rng = createRng(seed);
  const common = Array.from({ length: n }, () => rng());
  return ["a", "b", "c"].map((name, j) => ({ name, values: common.map((x) => shift + x * j + rng()) }));
};

test("the cross products of parts merge to those of the whole, far from zero too", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(0, 1e7),
      (seed, cut, shift) => {
        const columns = columnsOf(seed, 30, shift);
        const part = (from: number, to: number) =>
          crossProducts(columns.map(({ name, values }) => ({ name, values: values.slice(from, to) })));
        const whole = crossProducts(columns);
        const merged = mergeCrossProducts(part(0, cut), part(cut, 30));
        expect(merged.n).toBe(30);
        whole.comoments.values.forEach((value, at) => {
          expectClose(merged.comoments.values[at] ?? 0, value, { relative: 1e-9, absolute: shift * 1e-14 });
        });
        whole.means.forEach((mean, j) => {
          expectClose(merged.means[j] ?? 0, mean, { relative: 1e-14 });
        });
      },
    ),
    { numRuns: 60 },
  );
  const [one, other] = [columnsOf(1, 3), columnsOf(1, 3).slice(1)].map(crossProducts);
  if (one === undefined || other === undefined) throw new Error("two");
  expect(() => mergeCrossProducts(one, other)).toThrow("cannot be merged");
});

test("scores have the components' variances and no correlation; weights are orthonormal", () => {
  const columns = columnsOf(11, 50);
  const fit = okay(principalComponents(crossProducts(columns)));
  const scores = componentScores(fit, columns, 3);
  const { comoments } = crossProducts(["x", "y", "z"].map((name, j) => ({ name, values: scores.column(j) })));
  fit.components.forEach(({ variance }, j) => {
    expectClose(comoments.at(j, j) / 49, variance, { relative: 1e-11 });
    expect(Math.abs(comoments.at(j, (j + 1) % 3))).toBeLessThan(1e-11);
  });
  const weights = Matrix.ofColumns(fit.components.map((component) => component.weights)).gram();
  weights.values.forEach((value, at) => {
    expectClose(value, at % 4 === 0 ? 1 : 0, { relative: 0, absolute: 1e-14 });
  });
  expect(fit.components.at(-1)?.cumulativeShare).toBeCloseTo(1, 14);
  expect(fit.components.every(({ weights: [...w] }) => Math.max(...w) >= -Math.min(...w) - 1e-9)).toBe(true);
});

test("units do not matter on the correlation matrix", () => {
  const columns = columnsOf(5, 40);
  const other = columns.map(({ name, values }, j) => ({ name, values: values.map((x) => x * 10 ** (3 * j) - 7) }));
  const [one, two] = [columns, other].map((all) => principalComponents(crossProducts(all)));
  if (one?.status !== "ok" || two?.status !== "ok") throw new Error("determined");
  one.components.forEach(({ variance }, j) => {
    expectClose(two.components[j]?.variance ?? 0, variance, { relative: 1e-10 });
  });
});

test("constant variables and too few rows are said", () => {
  const constant = [...columnsOf(1, 5), { name: "same", values: [2, 2, 2, 2, 2] }];
  expect(principalComponents(crossProducts(constant))).toMatchObject({ reason: "constant variables: same" });
  const covariance = principalComponents(crossProducts(constant), { on: "covariance" });
  expect(covariance.status === "ok" && covariance.components.at(-1)?.variance).toBeCloseTo(0, 14);
  expect(principalComponents(crossProducts(columnsOf(1, 1)))).toMatchObject({ status: "undetermined", n: 1 });
  const few = principalComponents(crossProducts(columnsOf(1, 3)));
  expect(few.status === "ok" && few.warnings).toEqual(["only 3 rows for 3 variables: at most 2 components vary"]);
});

test("rotations find a simple structure that was mixed, and keep what they should", () => {
  const simple = [
    [0.9, 0],
    [0.8, 0],
    [0.7, 0],
    [0, 0.6],
    [0, 0.7],
  ];
  const mixed = Matrix.ofRows(simple.map(([a = 0, b = 0]) => [0.8 * a - 0.6 * b, 0.6 * a + 0.8 * b]));
  const turned = varimax(mixed);
  simple.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(turned.loadings.at(i, j)).toBeCloseTo(value, 12);
      expect(promax(mixed).loadings.at(i, j)).toBeCloseTo(value, 12);
      expect(oblimin(mixed)?.loadings.at(i, j)).toBeCloseTo(value, 8);
    });
  });
  expect([...turned.factorCorrelations.values]).toEqual([1, 0, 0, 1]);
});

test("oblique factors reproduce the correlations that the first ones do", () => {
  const fit = okay(principalComponents(crossProducts(columnsOf(21, 60))));
  const loadings = Matrix.ofColumns(fit.components.slice(0, 2).map((component) => component.loadings));
  const explained = loadings.times(loadings.transposed());
  for (const rotation of [varimax(loadings), promax(loadings), oblimin(loadings)]) {
    if (rotation === null) throw new Error("converged");
    const again = rotation.loadings.times(rotation.factorCorrelations).times(rotation.loadings.transposed());
    explained.values.forEach((value, at) => {
      expectClose(again.values[at] ?? 0, value, { relative: 0, absolute: 1e-10 });
    });
  }
});

const iris = csvColumns("r_base", "iris.csv");
test.skipIf(iris === null)("iris: the golden values of the telecom notebook", () => {
  const table = iris ?? new Map();
  const names = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];
  const sums = crossProducts(names.map((name) => ({ name, values: numbers(table, name) })));
  const [scaled, plain] = [principalComponents(sums), principalComponents(sums, { on: "covariance" })];
  if (scaled.status !== "ok" || plain.status !== "ok") throw new Error("determined");
  const close = (found: number | undefined, wanted: number) => {
    expectClose(found ?? 0, wanted, { relative: 0, absolute: 5.1e-7 });
  };
  [0.729624, 0.228508, 0.036689, 0.005179].forEach((share, at) => {
    close(scaled.components[at]?.share, share);
  });
  // the notebook standardises by the deviation over n, and divides by n - 1
  [2.938085, 0.920165, 0.147742, 0.020854].forEach((variance, at) => {
    close((scaled.components[at]?.variance ?? 0) * (150 / 149), variance);
  });
  [0.521066, -0.269347, 0.580413, 0.564857].forEach((weight, j) => {
    close(scaled.components[0]?.weights[j], weight);
  });
  [0.924619, 0.053066, 0.017103, 0.005212].forEach((share, at) => {
    close(plain.components[at]?.share, share);
  });
  expect(correlationOf(sums).at(2, 3)).toBeCloseTo(0.9628654, 7);
});
