import { describe, expect, test } from "vitest";
import { goldenSeries, hasSeries } from "../../../test/golden/forecast/series.ts";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import type { Forecaster } from "../forecaster.ts";
import { theta } from "../theta/theta.ts";
import { drift, naive, seasonalNaive } from "./lag-walk.ts";
import { mean } from "./mean.ts";
import { movingAverage } from "./moving-average.ts";

interface NaiveCase {
  readonly series: string;
  readonly method: "mean" | "naive" | "seasonal-naive" | "drift" | "theta";
  readonly mean: readonly GoldenNumber[];
  readonly low80: readonly GoldenNumber[];
  readonly high95: readonly GoldenNumber[];
}

const FACTORIES = { mean, naive, "seasonal-naive": seasonalNaive, drift, theta } as const;
const STEPS = [1, 2, 12, 25, 30];

const series = (...values: number[]) => ({ values: Float64Array.from(values), periods: [] });

describe.skipIf(!hasSeries)("R's forecast", () => {
  const { cases } = readGolden<NaiveCase>("forecast/naive.json");
  const methods = Object.keys(FACTORIES) as (keyof typeof FACTORIES)[];

  test.each(methods)("%s: forecasts and intervals", (method) => {
    const chosen = cases.filter((each) => each.method === method);
    expect(chosen.length).toBeGreaterThanOrEqual(30);
    for (const each of chosen) {
      const forecaster: Forecaster = FACTORIES[method]();
      const { model } = okay(forecaster.fit(goldenSeries(each.series)));
      const forecast = model.predict(30, { levels: [0.8, 0.95] });
      const [of80, of95] = forecast.intervals;
      // the search for a level ends where the criterion rests: half the digits
      const tolerance = { relative: method === "theta" ? 1e-7 : 1e-11, absolute: 1e-9 };
      STEPS.forEach((step, i) => {
        const about = `${each.series} ${method} ${step}`;
        expectClose(forecast.mean[step - 1] as number, each.mean[i] as GoldenNumber, tolerance, about);
        expectClose(of80?.low[step - 1] as number, each.low80[i] as GoldenNumber, tolerance, about);
        expectClose(of95?.high[step - 1] as number, each.high95[i] as GoldenNumber, tolerance, about);
      });
    }
  });
});

describe("a walk", () => {
  test("carries the last known value over a gap", () => {
    const { model } = okay(naive().fit(series(1, 3, Number.NaN)));
    expect([...model.predict(2).mean]).toEqual([3, 3]);
    expect([...model.fitted]).toEqual([Number.NaN, 1, 3]);
  });

  test("repeats the last season, also where its newest value is missing", () => {
    const values = Float64Array.of(1, 2, 3, 11, 12, Number.NaN);
    const { model } = okay(seasonalNaive({ period: 3 }).fit({ values, periods: [] }));
    expect([...model.predict(4).mean]).toEqual([11, 12, 3, 11]);
  });

  test("widens with the square root of the seasons ahead", () => {
    const values = Float64Array.of(1, 2, 2, 3, 1, 5);
    const { model } = okay(seasonalNaive().fit({ values, periods: [2, 3] }));
    const [interval] = model.predict(3, { levels: [0.9] }).intervals;
    const width = (h: number): number => (interval?.high[h] ?? 0) - (interval?.low[h] ?? 0);
    expectClose(width(2) / width(0), Math.SQRT2, { relative: 1e-12 });
    expectClose(width(1), width(0), { relative: 1e-12 });
  });

  test("is undetermined without a change to learn from", () => {
    expect(naive().fit(series(5))).toMatchObject({ status: "undetermined", n: 1 });
    expect(drift().fit(series(5, 6))).toMatchObject({ status: "undetermined" });
    expect(seasonalNaive({ period: 3 }).fit(series(1, 2, Number.NaN, 3, 4, Number.NaN, 5))).toMatchObject({
      status: "undetermined",
      reason: "a step of the season has no known value",
    });
  });
});

describe("a moving average", () => {
  test("averages values and then its own forecasts", () => {
    const { model } = okay(movingAverage({ order: 2 }).fit(series(1, 3, 2, 4)));
    expect([...model.predict(3).mean]).toEqual([3, 3.5, 3.25]);
    expect([...model.fitted]).toEqual([Number.NaN, Number.NaN, 2, 2.5]);
    expect(model.diagnostics.sigma2).toBe((0 + 1.5 ** 2) / 2);
  });

  test("has the intervals of its autoregression", () => {
    const { model } = okay(movingAverage({ order: 2 }).fit(series(1, 3, 2, 4)));
    const { mean: centre, intervals } = model.predict(3, { levels: [0.95] });
    const half = [0, 1, 2].map((h) => (intervals[0]?.high[h] as number) - (centre[h] as number));
    // a shock of 1 leaves 1, 1/2, 3/4
    expectClose((half[1] as number) / (half[0] as number), Math.sqrt(1.25), { relative: 1e-12 });
    expectClose((half[2] as number) / (half[0] as number), Math.sqrt(1.25 + 0.5625), { relative: 1e-12 });
  });

  test("of one step is the naive forecast", () => {
    const values = series(4, 7, 1, 9);
    const walk = okay(naive().fit(values)).model.predict(5);
    expect(okay(movingAverage({ order: 1 }).fit(values)).model.predict(5)).toEqual(walk);
  });

  test("is undetermined when no window is complete", () => {
    expect(movingAverage({ order: 3 }).fit(series(1, 2, 3))).toMatchObject({ status: "undetermined" });
    expect(() => movingAverage({ order: 0 }).fit(series(1, 2, 3))).toThrow("order of a moving average");
  });
});
