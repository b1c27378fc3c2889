import { describe, expect, test } from "vitest";
import { autoregression } from "./autoregression/autoregression.ts";
import { autoregressionFromJson } from "./autoregression/fitted-autoregression.ts";
import { dampedLocalTrend } from "./damped-local-trend/damped-local-trend.ts";
import { dampedLocalTrendFromJson } from "./damped-local-trend/fitted-damped-local-trend.ts";
import { ets } from "./ets/ets.ts";
import { etsFromJson } from "./ets/fitted-ets.ts";
import type { FittedForecaster, Forecaster, Series } from "./forecaster.ts";
import { drift, lagWalkFromJson, naive, seasonalNaive } from "./naive/lag-walk.ts";
import { mean, meanFromJson } from "./naive/mean.ts";
import { movingAverage, movingAverageFromJson } from "./naive/moving-average.ts";
import { FittedProphet } from "./prophet/fitted-prophet.ts";
import { prophet } from "./prophet/prophet.ts";
import { autoArima } from "./sarimax/auto-arima.ts";
import { sarimaxFromJson } from "./sarimax/fitted-sarimax.ts";
import { sarimax } from "./sarimax/sarimax.ts";
import { seasonallyAdjusted, seasonallyAdjustedFromJson } from "./seasonally-adjusted/seasonally-adjusted.ts";
import { optimisedTheta, optimisedThetaFromJson } from "./theta/optimised-theta.ts";
import { theta, thetaFromJson } from "./theta/theta.ts";

const MODELS: readonly (readonly [Forecaster, (json: unknown) => FittedForecaster])[] = [
  [mean(), meanFromJson],
  [naive(), lagWalkFromJson],
  [seasonalNaive(), lagWalkFromJson],
  [drift(), lagWalkFromJson],
  [movingAverage(), movingAverageFromJson],
  [theta(), thetaFromJson],
  [optimisedTheta(), optimisedThetaFromJson],
  [ets(), etsFromJson],
  [ets({ error: "M", trend: "M" }), etsFromJson],
  [dampedLocalTrend(), dampedLocalTrendFromJson],
  [sarimax({ order: [1, 1, 1], seasonal: [1, 0, 0] }), sarimaxFromJson],
  [autoArima(), sarimaxFromJson],
  [autoregression(), autoregressionFromJson],
  [seasonallyAdjusted(ets()), (json) => seasonallyAdjustedFromJson(json, etsFromJson)],
  [prophet(), FittedProphet.fromJson],
];

const HOUR_MS = 3_600_000;
const season = (i: number): number => 20 + 5 * Math.sin((2 * Math.PI * i) / 7) + Math.sin(i * i) + i / 50;

function make(length: number, value: (i: number) => number, periods: readonly number[] = [7]): Series {
  const of = (at: (i: number) => number): Float64Array => Float64Array.from({ length }, (_, i) => at(i));
  return { values: of(value), periods, times: of((i) => i * HOUR_MS) };
}

const SERIES: Readonly<Record<string, Series>> = {
  empty: make(0, () => 0),
  "one value": make(1, () => 3),
  "three points": make(3, (i) => i * i),
  "three points without season": make(3, (i) => i * i, []),
  "five points": make(5, season),
  constant: make(50, () => 7),
  "all zero": make(50, () => 0),
  "one spike": make(60, (i) => (i === 30 ? 1000 : 0)),
  "a line": make(60, (i) => 3 * i + 1),
  "a repeated season": make(70, (i) => [1, 5, 2, 8, 3, 9, 4][i % 7] ?? 0),
  gaps: make(90, (i) => (i % 11 === 3 || (i > 40 && i < 50) ? Number.NaN : season(i))),
  "gaps at both ends": make(40, (i) => (i < 4 || i > 35 ? Number.NaN : season(i))),
  "nothing known": make(30, () => Number.NaN),
  negative: make(60, (i) => -season(i)),
  huge: make(60, (i) => 1e12 * season(i)),
  tiny: make(60, (i) => 1e-9 * season(i)),
  "period 168": make(400, (i) => season(i), [168]),
};

describe.each(MODELS)("$id", (forecaster, fromJson) => {
  test.each(Object.keys(SERIES))("%s", (name) => {
    const answer = forecaster.fit(SERIES[name] as Series);
    if (answer.status === "undetermined") {
      expect(answer.reason).not.toBe("");
      return;
    }
    expectForecast(answer.model);
  });

  test("is made again from its JSON to the last bit", () => {
    const answer = forecaster.fit(SERIES["gaps"] as Series);
    if (answer.status !== "ok") throw new Error(answer.reason);
    const { model } = answer;
    const again = fromJson(JSON.parse(JSON.stringify(model.toJson())));
    const options = { levels: [0.5, 0.99], seed: 5 };
    expect(again.predict(20, options)).toEqual(model.predict(20, options));
    expect(again.fitted).toEqual(model.fitted);
    expect(again.method).toBe(model.method);
    expect(again.diagnostics).toEqual(model.diagnostics);
    expect(() => fromJson({ model: "something else" })).toThrow('cannot be made of "something else"');
  });

  test("draws the same intervals from the same seed", () => {
    const answer = forecaster.fit(SERIES["five points"] as Series);
    const { model } = answer.status === "ok" ? answer : { model: null };
    expect(model?.predict(4, { seed: 1 })).toEqual(model?.predict(4, { seed: 1 }));
  });
});

test.each(MODELS)("$id forecasts a series of 10,000 hours", (forecaster) => {
  const answer = forecaster.fit(
    make(10_000, (i) => 100 + 30 * Math.sin((Math.PI * i) / 12) + 5 * Math.sin(i * i), [24]),
  );
  if (answer.status !== "ok") throw new Error(answer.reason);
  expectForecast(answer.model);
});

/** Finite means inside ordered intervals that are nested by level. */
function expectForecast(model: FittedForecaster): void {
  const { mean: path, intervals } = model.predict(15, { levels: [0.5, 0.95] });
  expect(path.length).toBe(15);
  const [narrow, wide] = intervals;
  path.forEach((value, h) => {
    const bounds = [wide?.low[h], narrow?.low[h], narrow?.high[h], wide?.high[h]] as number[];
    expect([value, ...bounds].every(Number.isFinite)).toBe(true);
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
  });
}
