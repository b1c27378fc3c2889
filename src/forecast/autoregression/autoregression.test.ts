import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import type { FittedForecaster, Series } from "../forecaster.ts";
import { autoregression } from "./autoregression.ts";
import { autoregressionFromJson } from "./fitted-autoregression.ts";
import { lagsOf } from "./lags.ts";
import { seasonalAutoregressions } from "./seasonal-autoregressions.ts";
import { fitLags } from "./weighted-ridge.ts";

const seriesOf = (length: number, at: (i: number) => number, periods: readonly number[] = []): Series => ({
  values: Float64Array.from({ length }, (_, i) => at(i)),
  periods,
});
const fitted = (series: Series, forecaster = autoregression()): FittedForecaster => {
  const fit = forecaster.fit(series);
  if (fit.status !== "ok") throw new Error(fit.reason);
  return fit.model;
};

test("lags: a short season, then seasons with their neighbours", () => {
  expect(lagsOf([4, 12], "seasonal")).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13]);
  expect(lagsOf([4, 12], "all")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(lagsOf([3], "seasonal")).toEqual([1, 2, 3, 4]);
  expect(lagsOf([], "seasonal")).toHaveLength(8);
});

test("coefficients of a process are found again, by hand: y = 0.5 y[-1] + 0.25 y[-2] + 1", () => {
  const values = new Float64Array(40);
  values.set([0, 8]);
  for (let i = 2; i < 40; i++) values[i] = 0.5 * (values[i - 1] ?? 0) + 0.25 * (values[i - 2] ?? 0) + 1;
  const fit = fitLags(values, { lags: [1, 2], ridge: 0, halfLife: 5 });
  expect([...(fit?.coefficients ?? []), fit?.intercept]).toEqual(
    [0.5, 0.25, 1].map((value) => expect.closeTo(value, 8)),
  );
  expect(fit?.sigma2).toBeCloseTo(0, 12);
  expect(fitLags(values.subarray(0, 5), { lags: [1, 2], ridge: 0, halfLife: 5 })).toBeNull();
});

test("two seasons at once go on, on either scale, as values or changes", () => {
  const at = (i: number): number => Math.exp(3 + Math.sin((2 * Math.PI * i) / 6) + (i % 18 < 6 ? 0.5 : 0));
  const series = seriesOf(180, at, [6, 18]);
  for (const options of [{}, { scale: "linear" }, { change: "longest" }, { lags: "all" }] as const) {
    const { mean } = fitted(series, autoregression({ ...options, ridge: 1e-6 })).predict(18);
    for (const [h, value] of mean.entries()) expect(value / at(180 + h)).toBeCloseTo(1, 2);
  }
});

test("intervals hold what they say: 80 % of steps of a noisy series", () => {
  const rng = createRng(4);
  const noise = Array.from({ length: 700 }, () => Array.from({ length: 6 }, rng).reduce((a, b) => a + b) - 3);
  const series = seriesOf(700, (i) => 20 + 5 * Math.sin((2 * Math.PI * i) / 7) + (noise[i] ?? 0), [7]);
  let inside = 0;
  for (let origin = 300; origin < 700; origin += 8) {
    const known = { ...series, values: series.values.subarray(0, origin) };
    const [interval] = fitted(known, autoregression({ scale: "linear" })).predict(8, { levels: [0.8] }).intervals;
    for (let h = 0; h < 8; h++) {
      const value = series.values[origin + h] ?? Number.NaN;
      if (value >= (interval?.low[h] ?? 0) && value <= (interval?.high[h] ?? 0)) inside++;
    }
  }
  expect(inside / 400).toBeGreaterThan(0.72);
  expect(inside / 400).toBeLessThan(0.88);
});

test("the reloaded model makes the same predictions", () => {
  const model = fitted(
    seriesOf(90, (i) => 9 + (i % 7) + Math.cos(i), [7]),
    autoregression({ change: "shortest" }),
  );
  const again = autoregressionFromJson(JSON.parse(JSON.stringify(model.toJson())));
  expect(again.predict(9)).toEqual(model.predict(9));
  expect(again.fitted).toEqual(model.fitted);
});

test("odd series: constant and short ones are undetermined, zeros and gaps are not", () => {
  const forecaster = seasonalAutoregressions();
  expect(forecaster.fit(seriesOf(50, () => 4, [7]))).toMatchObject({ status: "undetermined" });
  expect(forecaster.fit(seriesOf(9, (i) => i, [7]))).toMatchObject({ status: "undetermined" });
  const gappy = seriesOf(90, (i) => (i % 11 === 0 ? Number.NaN : i % 7), [7]);
  const { mean } = fitted(gappy, forecaster).predict(14);
  expect(mean.every(Number.isFinite)).toBe(true);
});

test("an explosive series stays near what was seen", () => {
  const { mean } = fitted(
    seriesOf(60, (i) => 1.5 ** i),
    autoregression({ scale: "linear" }),
  ).predict(200);
  expect(Math.max(...mean)).toBeLessThan(4 * 1.5 ** 60);
});
