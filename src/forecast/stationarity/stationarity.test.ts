import { describe, expect, test } from "vitest";
import { goldenSeries } from "../../../test/golden/forecast-series.ts";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { normals } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { type DickeyFullerOptions, dickeyFuller } from "./dickey-fuller.ts";
import { type KpssOptions, kpss } from "./kpss.ts";
import type { TrendTerms } from "./mackinnon.ts";

interface AdfCase {
  readonly series: string;
  readonly test: "adf";
  readonly terms: TrendTerms;
  readonly choice: NonNullable<DickeyFullerOptions["choice"]>;
  readonly maxLag: number | null;
  readonly statistic: number;
  readonly p: number;
  readonly lags: number;
  readonly steps: number;
  readonly critical: readonly number[];
}

interface KpssCase {
  readonly series: string;
  readonly test: "kpss";
  readonly terms: "c" | "ct";
  readonly lags: NonNullable<KpssOptions["lags"]>;
  readonly statistic: number;
  readonly p: number;
  readonly used: number;
}

const { cases } = readGolden<AdfCase | KpssCase | { readonly test: "acf" | "pacf" | "portmanteau" }>(
  "forecast/tool_tests.json",
);

describe("as statsmodels", () => {
  test.each(cases.filter((one) => one.test === "adf"))("$series adf $terms $choice", (golden) => {
    const { terms, choice, maxLag } = golden;
    const found = okay(
      dickeyFuller(goldenSeries(golden.series), { terms, choice, ...(maxLag !== null && { maxLag }) }),
    );
    expect([found.lags, found.steps]).toEqual([golden.lags, golden.steps]);
    expectClose(found.statistic, golden.statistic, { relative: 1e-7, absolute: 1e-8 });
    expectClose(found.pValue, golden.p, { relative: 1e-6, absolute: 1e-12 });
    golden.critical.forEach((value, i) => {
      expectClose(found.critical[i] ?? Number.NaN, value, { relative: 1e-12 });
    });
  });

  test.each(cases.filter((one) => one.test === "kpss"))("$series kpss $terms $lags", (golden) => {
    const found = okay(kpss(goldenSeries(golden.series), { terms: golden.terms, lags: golden.lags }));
    expect(found.lags).toBe(golden.used);
    expectClose(found.statistic, golden.statistic, { relative: 1e-9 });
    expectClose(found.pValue, golden.p, { relative: 1e-9 });
  });
});

test("the notebook's Dickey-Fuller test", () => {
  const found = okay(dickeyFuller(goldenSeries("notebook y")));
  expect(found.statistic).toBeCloseTo(-0.8677270863, 9);
  expect(found.pValue).toBeCloseTo(0.79841, 5);
  expect(found.lags).toBe(13);
});

test("noise is stationary, its running sum is not", () => {
  const noise = Float64Array.from(normals(11, 300));
  let sum = 0;
  const walk = noise.map((value) => {
    sum += value;
    return sum;
  });
  expect(okay(dickeyFuller(noise)).pValue).toBeLessThan(1e-6);
  expect(okay(kpss(noise))).toMatchObject({ pValue: 0.1, bound: "at least" });
  expect(okay(dickeyFuller(walk)).pValue).toBeGreaterThan(0.1);
  expect(okay(kpss(walk))).toMatchObject({ pValue: 0.01, bound: "at most" });
});

test("what cannot be tested says why", () => {
  const straight = Float64Array.from({ length: 30 }, (_, i) => i);
  expect(dickeyFuller(straight)).toMatchObject({ status: "undetermined", reason: expect.stringContaining("exact") });
  expect(kpss(straight, { terms: "ct" }).status).toBe("undetermined");
  for (const values of [new Float64Array(30), Float64Array.of(1, Number.NaN, 2, 3, 5, 8), Float64Array.of(1, 2)]) {
    expect(dickeyFuller(values).status).toBe("undetermined");
    expect(kpss(values).status).toBe("undetermined");
  }
});
