import { describe, expect, it } from "vitest";
import { addDays, DAY_MS, HOUR_MS, startOfDayMs } from "../../core/calendar.ts";
import { createRng } from "../../core/rng.ts";
import { normalDraw } from "../../stats/distributions/normal.ts";
import type { Forecast, Series } from "../forecaster.ts";
import { FittedProphet } from "./fitted-prophet.ts";
import type { ProphetOptions } from "./options.ts";
import { prophet } from "./prophet.ts";

const START = Date.UTC(2024, 0, 1);

function seriesOf(count: number, stepMs: number, value: (i: number) => number): Series {
  const times = Float64Array.from({ length: count }, (_, i) => START + i * stepMs);
  return { values: Float64Array.from(times, (_, i) => value(i)), times, periods: [] };
}

/** Trend, day and week of hours, with noise of standard deviation 2. */
function hourly(count: number): Series {
  const rng = createRng(11);
  const day = (i: number): number => 20 * Math.sin((i * Math.PI) / 12);
  return seriesOf(
    count,
    HOUR_MS,
    (i) => 100 + 0.01 * i + day(i) + 10 * Math.cos((i * Math.PI) / 84) + 2 * normalDraw(rng),
  );
}

function fitted(series: Series, options: ProphetOptions = {}): FittedProphet {
  const fit = prophet(options).fit(series);
  if (fit.status !== "ok") throw new Error(fit.reason);
  return fit.model as FittedProphet;
}

const sumOfComponents = ({ components, mean }: Forecast): readonly number[] =>
  Array.from(mean, (_, i) => Object.values(components).reduce((sum, part) => sum + (part[i] ?? Number.NaN), 0));

describe("seasons of days and weeks in a zone that changes its clocks", () => {
  const starts = (zone: string, count: number, days: number): Series => {
    const times = Float64Array.from({ length: count }, (_, i) => startOfDayMs(addDays("2024-01-01", i * days), zone));
    return { values: times.map((_, i) => 1000 + (i % 3)), times, periods: [] };
  };

  it.each([
    ["Europe/Berlin", 120, 1, ["trend", "weekly"]],
    ["Europe/Berlin", 40, 7, ["trend"]],
    // on the Friday when clocks go forward there is no midnight
    ["Africa/Cairo", 150, 1, ["trend", "weekly"]],
    ["Europe/Berlin", 731, 1, ["trend", "yearly", "weekly"]],
  ])("are those of the calendar: %s, %d steps of %d days", (zone, count, days, expected) => {
    const { components } = fitted(starts(zone, count, days), { zone }).predict(1, {
      times: Float64Array.of(startOfDayMs(addDays("2024-01-01", count * days), zone)),
    });
    expect(Object.keys(components)).toEqual(expected);
  });
});

describe("series that teach little", () => {
  const finite = ({ mean, intervals }: Forecast): boolean =>
    [mean, ...intervals.flatMap(({ low, high }) => [low, high])].every((values) => values.every(Number.isFinite));

  it.each<[string, Series]>([
    ["three points", seriesOf(3, DAY_MS, (i) => [1, 5, 2][i] ?? 0)],
    ["one spike", seriesOf(300, DAY_MS, (i) => (i === 150 ? 1000 : 0))],
    ["gaps", seriesOf(500, HOUR_MS, (i) => (i % 50 === 1 ? i % 7 : Number.NaN))],
    ["an end without values", seriesOf(100, DAY_MS, (i) => (i > 90 ? Number.NaN : i % 7))],
    ["10,000 hours", hourly(10_000)],
    ["large numbers", seriesOf(100, DAY_MS, (i) => 1e12 + (i % 5) * 1e10)],
  ])("have a forecast: %s", (_, series) => {
    const options: readonly ProphetOptions[] =
      series.values.length > 1000 ? [{ samples: 50 }] : [{}, { seasonalityMode: "multiplicative" }, { growth: "flat" }];
    for (const option of options) expect(finite(fitted(series, option).predict(24))).toBe(true);
  });

  it.each([5, 0, -3])("have a constant forecast of a constant, %d", (value) => {
    const { mean, intervals } = fitted(seriesOf(200, DAY_MS, () => value)).predict(3);
    expect([...mean]).toEqual([value, value, value]);
    expect([...(intervals[0]?.low ?? [])]).toEqual([value, value, value]);
  });

  it("have an exact line continued, and said to hold no noise", () => {
    const fit = prophet().fit(seriesOf(100, DAY_MS, (i) => 2 * i + 1));
    expect(fit.status === "ok" && fit.model.predict(2).mean[1]).toBeCloseTo(203, 6);
    expect(fit.status === "ok" && fit.warnings).toEqual([expect.stringContaining("no noise")]);
  });

  it.each<[string, Series]>([
    ["fewer than two values", seriesOf(100, DAY_MS, (i) => (i === 3 ? 1 : Number.NaN))],
    ["2 values cannot tell", seriesOf(2, DAY_MS, (i) => i)],
    ["no times", { values: Float64Array.of(1, 2, 3), periods: [] }],
  ])("are undetermined: %s", (reason, series) => {
    expect(prophet().fit(series)).toMatchObject({
      status: "undetermined",
      reason: expect.stringContaining(reason) as string,
    });
  });
});

describe("a forecast", () => {
  const series = hourly(24 * 60);
  const holidays = [{ name: "sale", day: "2024-01-20", after: 1 }];

  it("is the sum of its components, added or multiplied", () => {
    for (const seasonalityMode of ["additive", "multiplicative"] as const) {
      const forecast = fitted(series, { seasonalityMode, holidays }).predict(48);
      expect(Object.keys(forecast.components)).toEqual(["trend", "weekly", "daily", "sale"]);
      sumOfComponents(forecast).forEach((sum, i) => {
        expect(sum).toBeCloseTo(forecast.mean[i] ?? Number.NaN, 9);
      });
    }
  });

  it("finds what was planted", () => {
    const model = fitted(series);
    const { mean } = model.predict(24);
    mean.forEach((value, i) => {
      const at = 24 * 60 + i;
      const truth = 100 + 0.01 * at + 20 * Math.sin((at * Math.PI) / 12) + 10 * Math.cos((at * Math.PI) / 84);
      expect(Math.abs(value - truth)).toBeLessThan(2);
    });
    expect(model.diagnostics.sigma2).toBeGreaterThan(3.5);
    expect(model.diagnostics.sigma2).toBeLessThan(4.5);
  });

  it("is the same to the last bit after the model was stored, whatever it is made of", () => {
    const times = Float64Array.from({ length: 24 * 61 }, (_, i) => START + i * HOUR_MS);
    const known = { times, values: times.map((_, i) => i % 11) };
    const model = fitted(series, {
      ...{ growth: "logistic", cap: { times, values: times.map((_, i) => 300 + i) }, floor: -50, holidays },
      regressors: [{ name: "load", ...known }],
      seasonalities: [
        { name: "work", periodDays: 1, order: 2, condition: { weekdays: [1, 2, 3, 4, 5] } },
        { name: "shift", periodDays: 0.5, order: 1, condition: { times, values: times.map((_, i) => i % 2) } },
      ],
    });
    const copy = FittedProphet.fromJson(JSON.parse(JSON.stringify(model.toJson())));
    expect(copy.predict(24, { seed: 3 })).toStrictEqual(model.predict(24, { seed: 3 }));
    expect(copy.fitted).toStrictEqual(model.fitted);
    expect(copy.diagnostics).toStrictEqual(model.diagnostics);
  });

  it("repeats its intervals by their seed, and widens them with the level", () => {
    const model = fitted(series, { samples: 200 });
    const [first, again, other] = [1, 1, 2].map((seed) => model.predict(5, { seed, levels: [0.5, 0.9] }).intervals);
    expect(again).toStrictEqual(first);
    expect(other).not.toStrictEqual(first);
    expect(first?.[1]?.low[4]).toBeLessThan(first?.[0]?.low[4] ?? Number.NaN);
    expect(model.predict(5, { levels: [] }).intervals).toEqual([]);
  });

  it("has values of regressors from the options, or from the caller", () => {
    const load = Float64Array.from({ length: 24 * 61 }, (_, i) => (i % 5 === 0 ? 1 : 0));
    const times = Float64Array.from({ length: 24 * 61 }, (_, i) => START + i * HOUR_MS);
    const loaded = { ...series, values: series.values.map((value, i) => value + 30 * (load[i] ?? 0)) };
    const regressor = { name: "load", times, values: load };
    const model = fitted(loaded, { regressors: [regressor] });
    expect(model.predict(1).components["load"]?.[0]).toBeCloseTo(30, 0);
    expect(model.predict(1, { regressors: { load: Float64Array.of(0) } }).components["load"]?.[0]).toBe(0);
    expect(() => model.predict(25)).toThrow(/load has no value at 2024-03-02T00:00/);
    const short = { ...regressor, times: times.subarray(0, 100) };
    expect(() => prophet({ regressors: [short] }).fit(loaded)).toThrow(/load has no value/);
  });

  it("needs times where the steps differ, as many as steps", () => {
    const months = Array.from({ length: 48 }, (_, i) => Date.UTC(2020, i, 1));
    const monthly = {
      values: Float64Array.from(months, (_, i) => i % 12),
      times: Float64Array.from(months),
      periods: [12],
    };
    const model = fitted(monthly);
    expect(() => model.predict(1)).toThrow(/not evenly spaced/);
    expect(() => model.predict(2, { times: Float64Array.of(Date.UTC(2024, 0, 1)) })).toThrow(/1 times .* 2 steps/);
    expect(model.predict(1, { times: Float64Array.of(Date.UTC(2024, 0, 1)) }).mean).toHaveLength(1);
  });
});

describe("options that make no model", () => {
  it.each<[string, ProphetOptions]>([
    ["no cap", { growth: "logistic" }],
    ["changepointCount is -1", { changepointCount: -1 }],
    ["changepointRange is 2", { changepointRange: 2 }],
    ["seasonalityPriorScale is 0", { seasonalityPriorScale: 0 }],
    ['the zone "Mars" is unknown', { zone: "Mars" }],
    ['on "24-1-1"', { holidays: [{ name: "a", day: "24-1-1" }] }],
    [
      "two prior scales",
      { holidays: [1, 2].map((priorScale) => ({ name: "a", day: `2024-01-0${priorScale}`, priorScale })) },
    ],
    ['"trend" is a component', { seasonalities: [{ name: "trend", periodDays: 3, order: 1 }] }],
    [
      '"a" is used twice',
      { holidays: [{ name: "a", day: "2024-01-01" }], seasonalities: [{ name: "a", periodDays: 3, order: 1 }] },
    ],
    ["the order of a is 0", { seasonalities: [{ name: "a", periodDays: 3, order: 0 }] }],
  ])("are refused: %s", (message, options) => {
    expect(() => prophet(options)).toThrow(message);
  });

  it("include a cap below the floor", () => {
    const series = seriesOf(50, DAY_MS, (i) => i);
    expect(() => prophet({ growth: "logistic", cap: 1, floor: 2 }).fit(series)).toThrow(/between floor and cap/);
  });
});
