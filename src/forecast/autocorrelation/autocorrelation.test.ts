import { describe, expect, test } from "vitest";
import { goldenSeries } from "../../../test/golden/forecast-series.ts";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { autocorrelation } from "./autocorrelation.ts";
import { type PacfMethod, partialAutocorrelation } from "./partial-autocorrelation.ts";
import { portmanteau } from "./portmanteau.ts";
import { laggedProducts, periodogram } from "./spectrum.ts";

type Case = { readonly series: string } & (
  | { readonly test: "acf"; readonly adjusted: boolean; readonly coefficients: number[]; readonly bounds: number[] }
  | { readonly test: "pacf"; readonly method: PacfMethod; readonly coefficients: number[] }
  | ({
      readonly test: "portmanteau";
      readonly differenced: boolean;
      readonly lags: number;
      readonly fitted: number;
    } & Record<"lb" | "lbP" | "bp" | "bpP", number>)
  | { readonly test: "adf" | "kpss" }
);

const { cases } = readGolden<Case>("forecast/tool_tests.json");
const close = { relative: 1e-9, absolute: 1e-11 };

describe("as statsmodels", () => {
  test.each(cases.filter((one) => one.test === "acf"))("$series acf, adjusted: $adjusted", (golden) => {
    const found = okay(autocorrelation(goldenSeries(golden.series), { lags: 30, adjusted: golden.adjusted }));
    golden.coefficients.forEach((value, lag) => {
      expectClose(found.coefficients[lag] ?? Number.NaN, value, close, `lag ${lag}`);
      expectClose(found.bounds[lag] ?? Number.NaN, golden.bounds[lag] ?? Number.NaN, close, `bound ${lag}`);
    });
  });

  test.each(cases.filter((one) => one.test === "pacf"))("$series pacf by $method", (golden) => {
    const found = okay(partialAutocorrelation(goldenSeries(golden.series), { lags: 20, method: golden.method }));
    golden.coefficients.forEach((value, lag) => {
      expectClose(found.coefficients[lag] ?? Number.NaN, value, { relative: 1e-7, absolute: 1e-9 }, `lag ${lag}`);
    });
  });

  test.each(cases.filter((one) => one.test === "portmanteau"))("$series, $lags lags", (golden) => {
    const { differenced, lags, fitted } = golden;
    const values = goldenSeries(golden.series);
    const x = differenced ? values.slice(1).map((value, i) => value - (values[i] ?? 0)) : values;
    const ljung = okay(portmanteau(x, { lags, fitted }));
    const box = okay(portmanteau(x, { lags, fitted, kind: "box-pierce" }));
    expectClose(ljung.statistic, golden.lb, close);
    expectClose(ljung.pValue, golden.lbP, { relative: 1e-8, absolute: 1e-300 });
    expectClose(box.statistic, golden.bp, close);
    expectClose(box.pValue, golden.bpP, { relative: 1e-8, absolute: 1e-300 });
  });
});

describe("the notebook's values", () => {
  const y = goldenSeries("notebook y");
  const PARTIAL: Readonly<Record<PacfMethod, readonly number[]>> = {
    ywadjusted: [0.778408, -0.382791, -0.053929, 0.52171, 0.602213],
    ywm: [0.772848, -0.369318, -0.055452, 0.489053, 0.550887],
    ols: [0.774228, -0.3822, -0.037641, 0.531272, 0.611412],
  };

  test("autocorrelations with the band of lag 2", () => {
    const { coefficients, bounds } = okay(autocorrelation(y));
    [0.772848, 0.448568, 0.169997, 0.163784, 0.418176, 0.712571, 0.868822].forEach((value, i) => {
      expect(coefficients[i + 1]).toBeCloseTo(value, 6);
    });
    expect((coefficients[2] ?? 0) - (bounds[2] ?? 0)).toBeCloseTo(0.2031758, 6);
    expect((coefficients[2] ?? 0) + (bounds[2] ?? 0)).toBeCloseTo(0.69396, 6);
  });

  test.each(["ywadjusted", "ywm", "ols"] as const)("partial autocorrelations by %s", (method) => {
    const { coefficients } = okay(partialAutocorrelation(y, { method }));
    PARTIAL[method].forEach((value, i) => {
      expect(coefficients[i + 1]).toBeCloseTo(value, 6);
    });
  });

  test("Ljung-Box", () => {
    expect(okay(portmanteau(y, { lags: 7 })).statistic).toBeCloseTo(336.4387813599, 8);
  });
});

test("by hand: 1, 2, 3, 4 has products of 0.75 - 0.25 + 0.75 = 1.25, of 5 in all, at lag 1", () => {
  const { coefficients } = okay(autocorrelation(Float64Array.of(1, 2, 3, 4), { lags: 1 }));
  expect([...coefficients]).toEqual([1, 0.25]);
});

test("by hand: 1, missing, 4, 1 has one pair a step apart and one two steps; a lag without a pair is not tested", () => {
  const [gap, skip] = [Number.NaN, { lags: 2, gaps: "skip" }] as const;
  const { n, statistic, df } = okay(portmanteau(Float64Array.of(1, gap, 4, 1), skip));
  expect([n, df]).toEqual([3, 2]);
  expect(statistic).toBeCloseTo(3 * 5 * ((-2 / 6) ** 2 + (-2 / 6) ** 2), 12);
  expect(okay(portmanteau(Float64Array.of(1, gap, 4, gap, 1), skip)).df).toBe(1);
});

test("the transform gives the same products as adding them up", () => {
  const x = goldenSeries("M4 H1");
  const few = laggedProducts(x, 64);
  const many = laggedProducts(x, 300);
  few.forEach((value, lag) => {
    expect(Math.abs((many[lag] ?? 0) - value) / (few[0] ?? 1)).toBeLessThan(1e-12);
  });
});

test("a wave's power lies at its frequency, and all power is the variance", () => {
  const x = Float64Array.from({ length: 128 }, (_, t) => Math.cos((2 * Math.PI * t) / 16));
  const { power, size } = periodogram(x);
  expect(size / power.indexOf(Math.max(...power))).toBe(16);
  const all = power.reduce((sum, p, k) => sum + (k === 0 || k === size / 2 ? p : 2 * p), 0);
  expect(all / size).toBeCloseTo(0.5, 12);
});

test("missing and equal values, and no degrees of freedom, are undetermined", () => {
  const gap = Float64Array.of(1, 2, Number.NaN, 4, 5, 6);
  const equal = new Float64Array(9).fill(3);
  for (const values of [gap, equal]) {
    expect(autocorrelation(values).status).toBe("undetermined");
    expect(partialAutocorrelation(values).status).toBe("undetermined");
    expect(portmanteau(values).status).toBe("undetermined");
  }
  expect(portmanteau(goldenSeries("Nile"), { lags: 3, fitted: 3 }).status).toBe("undetermined");
});
