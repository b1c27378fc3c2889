import fc from "fast-check";
import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { csvColumns, numbers } from "../../../test/harness/csv-table.ts";
import { createRng } from "../../core/rng.ts";
import { crossProducts } from "../multivariate/cross-products.ts";
import { logisticRegression } from "./logistic.ts";
import { linearRegression } from "./ols.ts";
import { linearRegressionFromSums } from "./ols-from-sums.ts";
import { poissonRegression } from "./poisson.ts";
import { ridgeRegression } from "./ridge.ts";

const rowsOf = (seed: number, n: number) => {
  const rng = createRng(seed);
  const column = () => Array.from({ length: n }, () => rng() * 4 - 2);
  const [a, b] = [column(), column()];
  return { a, b, y: a.map((x, i) => 1 + 2 * x - (b[i] ?? 0) + rng()) };
};
const seeds = fc.integer({ min: 1, max: 1e6 });

test("a line by hand", () => {
  // x 0 1 2 3, y 1 3 4 8: slope 11 / 5, intercept 4 - 2.2 * 1.5, squares left 26 - 24.2
  const fit = okay(linearRegression({ response: [1, 3, 4, 8], predictors: [{ name: "x", values: [0, 1, 2, 3] }] }));
  const [intercept, slope] = fit.coefficients;
  expect(intercept?.name).toBe("(intercept)");
  expect(intercept?.value).toBeCloseTo(0.7, 14);
  expect(slope?.value).toBeCloseTo(2.2, 14);
  expect(fit.residualSd ** 2).toBeCloseTo(1.8 / 2, 13);
  expect(slope?.se).toBeCloseTo(Math.sqrt(0.9 / 5), 13);
  expect(fit.rSquared).toBeCloseTo(1 - 1.8 / 26, 14);
  expect(fit.residuals[3]).toBeCloseTo(8 - 7.3, 13);
});

test("the unit of a predictor changes its coefficient and error, nothing else; a shift only the intercept", () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom("classical", "HC3" as const), (seed, errors) => {
      const { a, b, y } = rowsOf(seed, 20);
      const fitOf = (first: readonly number[]) => {
        const predictors = [
          { name: "a", values: first },
          { name: "b", values: b },
        ];
        const fit = okay(linearRegression({ response: y, predictors, errors }));
        return fit;
      };
      const [plain, scaled] = [fitOf(a), fitOf(a.map((x) => 1000 * x + 5))];
      expectClose((scaled.coefficients[1]?.value ?? 0) * 1000, plain.coefficients[1]?.value ?? 0, { relative: 1e-9 });
      expectClose((scaled.coefficients[1]?.se ?? 0) * 1000, plain.coefficients[1]?.se ?? 0, { relative: 1e-9 });
      expectClose(scaled.coefficients[2]?.pValue ?? 0, plain.coefficients[2]?.pValue ?? 0, { relative: 1e-7 });
      expectClose(scaled.rSquared ?? 0, plain.rSquared ?? 1, { relative: 1e-9 });
    }),
    { numRuns: 30 },
  );
});

test("the order of rows does not matter; a weight of two is the same estimate as two rows", () => {
  const { a, b, y } = rowsOf(5, 12);
  const predictors = (rows: readonly number[]) => [
    { name: "a", values: rows.map((i) => a[i] ?? 0) },
    { name: "b", values: rows.map((i) => b[i] ?? 0) },
  ];
  const fitOf = (rows: readonly number[], weights?: readonly number[]) => {
    const response = rows.map((i) => y[i] ?? 0);
    const fit = okay(linearRegression({ response, predictors: predictors(rows), ...(weights ? { weights } : {}) }));
    return fit.coefficients.map(({ value }) => value);
  };
  const rows = a.map((_, i) => i);
  fitOf([...rows].reverse()).forEach((value, j) => {
    expectClose(value, fitOf(rows)[j] ?? 0, { relative: 1e-12 });
  });
  const weights = rows.map((i) => (i < 4 ? 2 : 1));
  fitOf(rows, weights).forEach((value, j) => {
    expectClose(value, fitOf([...rows, 0, 1, 2, 3])[j] ?? 0, { relative: 1e-12 });
  });
});

test("clusters of one row each are HC1 but for the factor of few clusters", () => {
  const { a, y } = rowsOf(3, 40);
  const errorOf = (errors: "HC1" | { clusters: number[] }) => {
    const fit = linearRegression({ response: y, predictors: [{ name: "a", values: a }], errors });
    return fit.status === "ok" ? (fit.coefficients[1]?.se ?? 0) : 0;
  };
  // G / (G - 1) (n - 1) / (n - k) is n / (n - k) where G is n
  expectClose(errorOf({ clusters: a.map((_, i) => i) }), errorOf("HC1"), { relative: 1e-12 });
});

test("predictors that others explain are named and left out, from rows and from sums", () => {
  const { a, b, y } = rowsOf(9, 30);
  const predictors = [
    { name: "a", values: a },
    { name: "sum", values: a.map((x, i) => x + (b[i] ?? 0)) },
    { name: "b", values: b },
    { name: "one", values: a.map(() => 1) },
  ];
  const rows = linearRegression({ response: y, predictors });
  const sums = linearRegressionFromSums(crossProducts([...predictors, { name: "y", values: y }]), {
    response: "y",
    predictors: predictors.map(({ name }) => name),
  });
  if (rows.status !== "ok" || sums.status !== "ok") throw new Error("determined");
  expect(rows.aliased).toEqual(["b", "one"]);
  expect(sums.aliased).toEqual(["b", "one"]);
  expect(rows.warnings).toEqual(["left out, because other predictors explain it exactly: b, one"]);
  sums.coefficients.forEach(({ name, value, se }, j) => {
    expect(name).toBe(rows.coefficients[j]?.name);
    expectClose(value, rows.coefficients[j]?.value ?? 0, { relative: 1e-10 });
    expectClose(se, rows.coefficients[j]?.se ?? 0, { relative: 1e-10 });
  });
  expectClose(sums.logLikelihood, rows.logLikelihood, { relative: 1e-11 });
});

test("too few rows, an exact fit, a row of its own and missing values are said", () => {
  const x = { name: "x", values: [1, 2] };
  expect(linearRegression({ response: [1, 2], predictors: [x] })).toMatchObject({ status: "undetermined", n: 2 });
  const exact = linearRegression({ response: [3, 5, 7, 9], predictors: [{ name: "x", values: [1, 2, 3, 4] }] });
  expect(exact).toMatchObject({ reason: expect.stringContaining("exactly") });
  const own = { name: "own", values: [1, 0, 0, 0, 0] };
  const alone = linearRegression({ response: [5, 1, 3, 2, 4], predictors: [own], errors: "HC3" });
  expect(alone).toMatchObject({ status: "undetermined", reason: expect.stringContaining("no measurable error") });
  expect(() => linearRegression({ response: [1, 2, Number.NaN], predictors: [] })).toThrow(
    "the response holds NaN at position 2",
  );
  expect(() => linearRegression({ response: [1, 2, 3], predictors: [x] })).toThrow(
    'predictor "x" has 2 values for 3 rows',
  );
  const response = [1, 2, 4];
  expect(() => linearRegression({ response, predictors: [], weights: [1, 0, 1] })).toThrow("the weight is 0 in row 1");
  const clustered = linearRegression({ response, predictors: [], errors: { clusters: [1, 1, 1] } });
  expect(clustered).toMatchObject({ reason: "errors by cluster need two clusters" });
  const few = linearRegression({ response: [1, 2, 4, 3], predictors: [], errors: { clusters: ["a", "a", "b", "c"] } });
  expect(few.status === "ok" && few.warnings).toEqual(["only 3 clusters: their errors may be too small"]);
});

test("separated outcomes have no estimate, and the predictor is named", () => {
  const x = [-3, -2, -1, 1, 2, 3];
  const z = [1, 0, 1, 1, 0, 1];
  const predictors = [
    { name: "x", values: x },
    { name: "z", values: z },
  ];
  const complete = logisticRegression({ successes: [0, 0, 0, 1, 1, 1], predictors });
  expect(complete).toMatchObject({ status: "undetermined", reason: expect.stringMatching(/x.* separate/) });
  const quasi = logisticRegression({
    successes: [0, 1, 0, 1, 1, 1, 1, 0],
    predictors: [{ name: "group", values: [0, 0, 0, 1, 1, 1, 0, 0] }],
  });
  expect(quasi).toMatchObject({ status: "undetermined", reason: expect.stringContaining("group") });
  const never = poissonRegression({
    counts: [3, 2, 4, 0, 0, 0],
    predictors: [{ name: "off", values: [0, 0, 0, 1, 1, 1] }],
  });
  expect(never).toMatchObject({ status: "undetermined", reason: expect.stringContaining("off separate") });
  // nearly separated: one row goes against the others, so an estimate exists
  const near = logisticRegression({
    successes: [0, 0, 1, 0, 0, 1, 1, 1],
    predictors: [{ name: "x", values: [1, 2, 2.9, 3, 4, 5, 6, 7] }],
  });
  expect(near.status).toBe("ok");
  expect(logisticRegression({ successes: [1, 1], predictors: [] })).toMatchObject({ reason: "every outcome is 1" });
});

test("counted trials give the estimates of single trials", () => {
  const grouped = logisticRegression({
    successes: [3, 9, 14],
    trials: [10, 15, 18],
    predictors: [{ name: "x", values: [1, 2, 3] }],
  });
  const rows = [
    [1, 3, 10],
    [2, 9, 15],
    [3, 14, 18],
  ].flatMap(([x = 0, wins = 0, all = 0]) => Array.from({ length: all }, (_, i) => [x, i < wins ? 1 : 0]));
  const single = logisticRegression({
    successes: rows.map(([, y]) => y ?? 0),
    predictors: [{ name: "x", values: rows.map(([x]) => x ?? 0) }],
  });
  if (grouped.status !== "ok" || single.status !== "ok") throw new Error("determined");
  grouped.coefficients.forEach(({ value, se }, j) => {
    expectClose(value, single.coefficients[j]?.value ?? 0, { relative: 1e-11 });
    expectClose(se, single.coefficients[j]?.se ?? 0, { relative: 1e-11 });
  });
  expectClose(grouped.overall?.statistic ?? 0, single.overall?.statistic ?? 1, { relative: 1e-10 });
  expect(() => logisticRegression({ successes: [2], predictors: [] })).toThrow("2 successes of 1 trials in row 0");
});

test("a Poisson model of an intercept is the rate; counts that vary too much are said", () => {
  const fit = okay(poissonRegression({ counts: [2, 0, 30, 1], exposure: [1, 2, 3, 4], predictors: [] }));
  expect(fit.coefficients[0]?.value).toBeCloseTo(Math.log(33 / 10), 12);
  expect(fit.coefficients[0]?.se).toBeCloseTo(1 / Math.sqrt(33), 12);
  expect(fit.overall).toBeNull();
  expect(fit.warnings[0]).toMatch(/times as much/);
  expect(() => poissonRegression({ counts: [1.5], predictors: [] })).toThrow("the count is 1.5 in row 0");
  expect(poissonRegression({ counts: [0, 0], predictors: [] })).toMatchObject({ reason: "nothing was counted" });
});

test("a small ridge penalty is least squares, a large one is the mean; degrees fall between", () => {
  const { a, b, y } = rowsOf(4, 25);
  const predictors = [
    { name: "a", values: a },
    { name: "b", values: b },
  ];
  const ridge = (penalty: number) => {
    const fit = okay(ridgeRegression({ response: y, predictors, penalty }));
    return fit;
  };
  const least = okay(linearRegression({ response: y, predictors }));
  ridge(1e-9).coefficients.forEach(({ value }, j) => {
    expectClose(value, least.coefficients[j]?.value ?? 0, { relative: 1e-9 });
  });
  expect(ridge(1e-9).effectiveDf).toBeCloseTo(3, 8);
  expect(ridge(1e9).effectiveDf).toBeCloseTo(1, 6);
  expectClose(
    ridge(1e12).coefficients[0]?.value ?? 0,
    y.reduce((sum, v) => sum + v / 25, 0),
    { relative: 1e-9 },
  );
  expect(() => ridge(0)).toThrow("the penalty is 0");
});

const mtcars = csvColumns("r_base", "mtcars.csv");
test.skipIf(mtcars === null)("mtcars: mpg by weight and power as R's lm has it", () => {
  const table = mtcars ?? new Map();
  const predictors = ["wt", "hp"].map((name) => ({ name, values: numbers(table, name) }));
  const fit = okay(linearRegression({ response: numbers(table, "mpg"), predictors }));
  const published = [
    [37.22727, 1.59879],
    [-3.87783, 0.63273],
    [-0.03177, 0.00903],
  ];
  fit.coefficients.forEach(({ value, se }, j) => {
    expectClose(value, published[j]?.[0] ?? 0, { relative: 0, absolute: 5.1e-6 });
    expectClose(se, published[j]?.[1] ?? 0, { relative: 0, absolute: 5.1e-6 });
  });
  expectClose(fit.rSquared ?? 0, 0.8268, { relative: 0, absolute: 5.1e-5 });
  expectClose(fit.overall?.statistic ?? 0, 69.21, { relative: 0, absolute: 5.1e-3 });
});

const infert = csvColumns("r_base", "infert.csv");
test.skipIf(infert === null)("infert: the logistic model of R's help page", () => {
  const table = infert ?? new Map();
  const predictors = ["spontaneous", "induced"].map((name) => ({ name, values: numbers(table, name) }));
  const fit = okay(logisticRegression({ successes: numbers(table, "case"), predictors }));
  const published = [
    [-1.7079, 0.2677],
    [1.1972, 0.2116],
    [0.4181, 0.2056],
  ];
  fit.coefficients.forEach(({ value, se }, j) => {
    expectClose(value, published[j]?.[0] ?? 0, { relative: 0, absolute: 5.1e-5 });
    expectClose(se, published[j]?.[1] ?? 0, { relative: 0, absolute: 5.1e-5 });
  });
  expectClose(fit.deviance, 279.61, { relative: 0, absolute: 5.1e-3 });
});
