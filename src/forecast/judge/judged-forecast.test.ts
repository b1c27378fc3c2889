import { describe, expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { type JudgedForecast, judgeForecast, type NoForecast } from "./judged-forecast.ts";
import { MODEL_NAMES, modelNamed } from "./models.ts";
import type { ForecastQuestion } from "./question.ts";

const HOUR = 3_600_000;

function asked(values: readonly (number | null)[], rest: Partial<ForecastQuestion> = {}): JudgedForecast | NoForecast {
  const times = values.map((_, i) => i * HOUR);
  const futureTimes = Array.from({ length: 6 }, (_, i) => (values.length + i) * HOUR);
  return judgeForecast({
    ...{ values, times, futureTimes, periods: [7], model: "auto", window: 2000, levels: [0.8, 0.95] },
    ...{ intervals: "model", folds: 2, events: [], seed: 1, ask: {} },
    ...rest,
  });
}

function forecast(values: readonly (number | null)[], rest: Partial<ForecastQuestion> = {}): JudgedForecast {
  const found = asked(values, rest);
  if (found.status !== "ok") throw new Error(found.reason);
  return found;
}

const rng = createRng(9);
const noisy = Array.from({ length: 84 }, (_, i) => 20 + 2 * (i % 7) + rng());

describe("odd series give a forecast or a reason", () => {
  const spike = Array.from({ length: 60 }, (_, i) => (i === 30 ? 1e6 : 0));
  const cases: readonly (readonly [string, readonly (number | null)[]])[] = [
    ["empty", []],
    ["three points", [3, 1, 2]],
    ["constant", new Array<number>(50).fill(4)],
    ["all zero", new Array<number>(50).fill(0)],
    ["one spike", spike],
    ["gappy", noisy.map((value, i) => (i % 5 < 2 ? null : value))],
    ["negative", noisy.map((value) => value - 40)],
    ["tiny and huge", noisy.map((value, i) => (i % 2 === 0 ? value * 1e-12 : value * 1e12))],
  ];
  test.each(cases)("%s", (_, values) => {
    const found = asked(values);
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/);
    if (found.status === "undetermined") expect(found.reason).toMatch(/\w/);
    else expect(found.mean.every((value) => Number.isFinite(value))).toBe(true);
    expect(found.status).toBe(values.length < 3 ? "undetermined" : "ok");
  });

  test("10,000 hours with two seasons are learned from as far back as asked", () => {
    const long = Array.from(
      { length: 10_000 },
      (_, i) => 50 + 9 * Math.sin((2 * Math.PI * i) / 24) + (i % 168 < 24 ? 5 : 0),
    );
    const found = forecast(long, { periods: [24, 168], model: "autoregression", window: 1000, folds: 1 });
    expect(found.n).toBe(1000);
    for (const [h, value] of found.mean.entries())
      expect(value).toBeCloseTo(
        50 + 9 * Math.sin((2 * Math.PI * (10_000 + h)) / 24) + ((10_000 + h) % 168 < 24 ? 5 : 0),
        0,
      );
  });
});

test("the model is fitted up to the last value; counts are not forecast below 0", () => {
  const falling = Array.from({ length: 60 }, (_, i) => Math.max(0, 60 - i) + (i === 59 ? 0.5 : 0));
  const found = forecast(falling, { periods: [], model: "drift" });
  expect(found.n).toBe(60);
  expect(found.mean.every((value) => (value ?? -1) >= 0)).toBe(true);
  expect(found.bands.every(({ low }) => low.every((value) => (value ?? -1) >= 0))).toBe(true);
});

test("auto is scored beside seasonal naive and every candidate, and says what it is", () => {
  const found = forecast(noisy);
  expect(found.scores.map(({ id }) => id).slice(0, 2)).toEqual(["auto", "seasonal-naive"]);
  expect(found.scores.length).toBeGreaterThan(4);
  expect(found.why).toContain("on 3 folds");
  expect(found.lastFold).toMatchObject({ origin: 78, actual: noisy.slice(78) });
  expect(found.residuals.sd).toBeGreaterThan(0);
});

test("steps without a value are scored nowhere and counted: weekends of a metric that has none there", () => {
  const weekdays = Array.from({ length: 70 }, (_, i) => (i % 7 < 5 ? Math.floor(i / 7) ** 2 : null));
  const futureTimes = Array.from({ length: 7 }, (_, i) => (70 + i) * HOUR);
  const { scores, filled, n, lastFold, mean } = forecast(weekdays, { model: "seasonal-naive", folds: 1, futureTimes });
  expect(scores).toMatchObject([{ folds: 1, missing: 2, mae: 17, rmse: 17, mase: 17 / 8 }]);
  expect(lastFold?.actual).toEqual([81, 81, 81, 81, 81, null, null]);
  expect([n, filled]).toEqual([70, 20]);
  expect(mean).toEqual(new Array<number>(7).fill(81));
  const daily = forecast(weekdays, { model: "seasonal-naive", folds: 7, futureTimes: [70 * HOUR] });
  expect(daily.scores).toMatchObject([{ folds: 5, missing: 0, mae: 17 }]);
});

test.each(["seasonal-naive", "arima", "prophet"] as const)(
  "%s: an event on a step without a value teaches nothing",
  (model) => {
    const at = (...steps: number[]) => ({ offset: 0, times: steps.map((i) => i * HOUR) });
    const values = Array.from({ length: 84 }, (_, i) =>
      i === 20 || i === 60 ? null : 10 + (i % 7) / 9 + (i === 40 ? 5 : 0),
    );
    const known = [
      { name: "sale", ...at(20, 40, 60, 85) },
      { name: "launch", ...at(20, 86) },
    ];
    const { events } = forecast(values, { model, events: known, folds: 1 });
    expect(events).toMatchObject([
      { effect: { value: expect.closeTo(5, 0) }, steps: 1, occurrences: 1, ahead: 1 },
      { effect: null, steps: 0, occurrences: 0, ahead: 1 },
    ]);
  },
);

test("conformal intervals are taken from the back-test", () => {
  const [model, conformal] = (["model", "conformal"] as const).map((intervals) =>
    forecast(noisy, { model: "mean", intervals }),
  );
  expect(conformal?.mean).toEqual(model?.mean);
  expect(conformal?.bands[0]?.low).not.toEqual(model?.bands[0]?.low);
});

test.each(MODEL_NAMES)("%s can be asked for by name", (name) => {
  const found = forecast(noisy, { model: name, folds: 1 });
  expect(found.scores.some(({ id }) => id === modelNamed(name).id)).toBe(true);
  expect(found.mean).toHaveLength(6);
});
