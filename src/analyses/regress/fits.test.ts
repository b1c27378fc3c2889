import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { normals, uniforms } from "../../../test/golden/notebook.ts";
import { crossProducts } from "../../stats/multivariate/cross-products.ts";
import { linearRegression } from "../../stats/regression/ols.ts";
import { fitGeneral, fitLinear } from "./fits.ts";
import { bendOf, residualViews } from "./residuals.ts";

const n = 400;
const a = normals(51, n);
const b = normals(52, n);
// the spread grows with a
const y = normals(53, n).map((e, i) => 1 + 2 * (a[i] ?? 0) - (b[i] ?? 0) + e * Math.exp((a[i] ?? 0) / 2));
const predictors = [
  { name: "a", values: a },
  { name: "b", values: b },
];
const options = { errors: "robust", level: 0.95, y: "y" } as const;
const sums = crossProducts([{ name: "y", values: y }, ...predictors]);

test("with every row in the sample the answer is HC3 on all rows", () => {
  const fit = fitLinear(sums, { response: y, predictors }, options);
  const direct = linearRegression({ response: y, predictors, errors: "HC3" });
  if ("undetermined" in fit || direct.status !== "ok") throw new Error("undetermined");
  expect(fit.errors).toBe("robust (HC3)");
  direct.coefficients.forEach(({ value, se, interval, pValue }, i) => {
    const line = fit.lines[i];
    expectClose(line?.value ?? 0, value, { relative: 1e-10 });
    expectClose(line?.se ?? 0, se, { relative: 1e-10 });
    expectClose(line?.interval.low ?? 0, interval.low, { relative: 1e-8 });
    expectClose(line?.pValue ?? 0, pValue, { relative: 1e-6, absolute: 1e-300 });
  });
  expect((fit.lines[1]?.se ?? 0) / (fit.lines[1]?.classicalSe ?? 1)).toBeGreaterThan(1.2);
  expect(fit.points.reduce((sum, { residual }) => sum + residual, 0)).toBeCloseTo(0, 9);
});

test("with a part of the rows errors are those of all rows, stretched as the sample says", () => {
  const part = {
    response: y.slice(0, 200),
    predictors: predictors.map((p) => ({ ...p, values: p.values.slice(0, 200) })),
  };
  const fit = fitLinear(sums, part, options);
  const all = fitLinear(sums, { response: y, predictors }, options);
  if ("undetermined" in fit || "undetermined" in all) throw new Error("undetermined");
  expect(fit.lines.map(({ value }) => value)).toEqual(all.lines.map(({ value }) => value));
  fit.lines.forEach(({ se }, i) => {
    expectClose(se, all.lines[i]?.se ?? 0, { relative: 0.35 });
  });
  expect(fit.errors).toContain("sample");
});

test("the test of all columns rests on the errors of the coefficients: with one column both agree", () => {
  const one = [{ name: "b", values: b }];
  const rows = { response: y, predictors: one };
  const part = { response: y.slice(0, 200), predictors: [{ name: "b", values: b.slice(0, 200) }] };
  // counts that vary far more than Poisson counts do
  const counts = normals(56, n).map((e) => Math.floor(Math.exp(1 + 1.3 * e)));
  const yes = uniforms(57, n).map((u) => (u < 0.4 ? 1 : 0));
  for (const errors of ["robust", "classical"] as const) {
    for (const fit of [
      fitLinear(sums, rows, { ...options, errors }),
      fitLinear(sums, part, { ...options, errors }),
      ...(errors === "robust"
        ? [
            fitGeneral("poisson", { response: counts, predictors: one }, { errors, level: 0.95 }),
            fitGeneral("logistic", { response: yes, predictors: one }, { errors, level: 0.95 }),
          ]
        : []),
    ]) {
      if ("undetermined" in fit) throw new Error(fit.undetermined);
      expectClose(fit.overall?.pValue ?? 0, fit.lines[1]?.pValue ?? 1, { relative: 1e-7 });
    }
  }
});

test("with several columns and every row it is the F test with HC3", () => {
  const fit = fitLinear(sums, { response: y, predictors }, options);
  const direct = linearRegression({ response: y, predictors, errors: "HC3" });
  if ("undetermined" in fit || direct.status !== "ok") throw new Error("undetermined");
  expectClose(fit.overall?.statistic ?? 0, direct.overall?.statistic ?? 1, { relative: 1e-9 });
  expectClose(fit.overall?.pValue ?? 0, direct.overall?.pValue ?? 1, { relative: 1e-6, absolute: 1e-300 });
});

test("logistic and Poisson coefficients come with ratios", () => {
  const yes = uniforms(54, n).map((u, i) => (u < 1 / (1 + Math.exp(-(a[i] ?? 0))) ? 1 : 0));
  const logistic = fitGeneral("logistic", { response: yes, predictors }, { errors: "robust", level: 0.95 });
  if ("undetermined" in logistic) throw new Error(logistic.undetermined);
  const line = logistic.lines.find(({ name }) => name === "a");
  expectClose(line?.ratio?.value ?? 0, Math.exp(line?.value ?? 0), { relative: 1e-12 });
  expect(line?.interval.low).toBeLessThan(1);
  expect(line?.interval.high).toBeGreaterThan(0.7);
  expect(logistic.lines[0]?.ratio).toBeNull();
  const separated = fitGeneral(
    "logistic",
    { response: a.map((x) => (x > 0 ? 1 : 0)), predictors },
    { errors: "robust", level: 0.95 },
  );
  expect(separated).toHaveProperty("undetermined");
});

test("mean residuals show a bend, and quantiles lie on the line for normal ones", () => {
  const points = a.map((x, i) => ({ fitted: x, residual: x * x - 1 + (b[i] ?? 0) / 10 }));
  const { binned } = residualViews(points, { normalQuantiles: false });
  expect(binned).toHaveLength(20);
  expect(binned[0]?.residual).toBeGreaterThan(1);
  expect(binned[10]?.residual).toBeLessThan(-0.5);
  const { quantiles, residuals } = residualViews(
    normals(55, 5000).map((residual, i) => ({ fitted: i, residual })),
    { normalQuantiles: true },
  );
  expect(residuals).toHaveLength(1000);
  expect(Math.max(...quantiles.map((q) => Math.abs(q.normal - q.residual)))).toBeLessThan(0.15);
});

test("a bend is told from noise, and where residuals have no one spread nothing is said", () => {
  const judged = (points: Parameters<typeof residualViews>[0], residualSd: number | null) =>
    bendOf({ ...residualViews(points, { normalQuantiles: false }), residualSd, level: 0.95 });
  // 5 rows a bin: the mean of one of 20 lies half a standard deviation from 0 by chance
  const few = normals(56, 100).map((residual, i) => ({ fitted: i, residual }));
  expect(judged(few, 1)).toBe("noise");
  const many = normals(57, 20_000).map((residual, i) => ({ fitted: i, residual }));
  expect(judged(many, 1)).toBe("straight");
  const bent = few.map(({ fitted, residual }) => ({ fitted, residual: ((fitted - 50) / 20) ** 2 - 2 + residual / 4 }));
  expect(judged(bent, 2)).toBe("bent");
  expect(judged(bent, null)).toBeNull();
  // the last tenth of the rows has six times the spread: the mean of ten of them lies 3.4 from 0
  const uneven = normals(65, 200).map((z, i) => ({ fitted: i, residual: i < 180 ? z : 6 * z }));
  expect(judged(uneven, 2)).toBe("noise");
});
