import { describe, expect, test } from "vitest";
import { goldenSeries, hasSeries } from "../../../test/golden/forecast/series.ts";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { createRng } from "../../core/rng.ts";
import { normalDraw } from "../../stats/distributions/normal.ts";
import type { FittedForecaster, Series } from "../forecaster.ts";
import { ets } from "./ets.ts";
import type { ErrorForm, SeasonForm, TrendForm } from "./form.ts";

interface EtsCase {
  readonly series: string;
  readonly kind: "form" | "chosen";
  readonly method: string;
  readonly names: readonly string[];
  readonly parameters: readonly number[];
  readonly sigma2: number;
  readonly logLik: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  readonly mean: readonly GoldenNumber[] | null;
  readonly high95: readonly GoldenNumber[] | null;
}

const STEPS = [1, 2, 12, 25, 30];

function parameter(model: FittedForecaster, name: string): number {
  return model.diagnostics.parameters.find((each) => each.name === name)?.value ?? Number.NaN;
}

function expectAsInR(model: FittedForecaster, golden: EtsCase): void {
  const about = `${golden.series} ${golden.method}`;
  const { aic, aicc, bic, logLik, sigma2 } = model.diagnostics;
  expect(model.method).toBe(golden.method);
  // with many states R's search ends unfinished, and ours may end higher up
  const gain = (logLik as number) - golden.logLik;
  expect(gain, `${about} logLik`).toBeGreaterThan(-0.005);
  if (gain > 0.005) return;
  const criteria = [aic, aicc, bic] as const;
  [golden.aic, golden.aicc, golden.bic].forEach((expected, i) => {
    expectClose(criteria[i] as number, expected, { relative: 0, absolute: 0.01 }, about);
  });
  const forecast = model.predict(30, { levels: [0.95] });
  expectClose(sigma2 as number, golden.sigma2, { relative: 1e-3 }, about);
  golden.names.forEach((name, i) => {
    expectClose(
      parameter(model, name),
      golden.parameters[i] as number,
      { relative: 1e-3, absolute: 1e-4 },
      `${about} ${name}`,
    );
  });
  const tolerance = { relative: 1e-3, absolute: 1e-6 };
  golden.mean?.forEach((expected, i) => {
    expectClose(forecast.mean[(STEPS[i] as number) - 1] as number, expected, tolerance, `${about} mean ${i}`);
  });
  golden.high95?.forEach((expected, i) => {
    const high = forecast.intervals[0]?.high[(STEPS[i] as number) - 1] as number;
    expectClose(high, expected, tolerance, `${about} high ${i}`);
  });
}

describe.skipIf(!hasSeries)("R's ets", () => {
  const { cases } = readGolden<EtsCase>("forecast/ets.json");
  const formsOf = cases.filter(({ kind }) => kind === "form");

  test.each([...new Set(formsOf.map(({ series }) => series))])("every form on %s", (series) => {
    for (const each of formsOf.filter((one) => one.series === series)) {
      const [, error, trend, season] = /\((.),(..?),(.)\)/.exec(each.method) ?? [];
      const form = { error: error as ErrorForm, trend: trend as TrendForm, season: season as SeasonForm };
      expectAsInR(okay(ets(form).fit(goldenSeries(series))).model, each);
    }
  });

  const chosen = cases.filter(({ kind }) => kind === "chosen");

  test("the forms chosen are those of 30 series and more", () => {
    expect(chosen.length).toBeGreaterThanOrEqual(30);
  });

  test.each(chosen)("the form chosen on $series", (each) => {
    expectAsInR(okay(ets().fit(goldenSeries(each.series))).model, each);
  });
});

const rng = createRng(3);
const week = [30, -10, -20, 5, 0, 10, -15];
const positive: Series = {
  values: Float64Array.from(
    { length: 140 },
    (_, i) => (100 + 0.5 * i) * (1 + (week[i % 7] ?? 0) / 100) + normalDraw(rng),
  ),
  periods: [7],
};

describe("formulas of the variance", () => {
  const FORMS = [
    ["A", "N", "A"],
    ["A", "Ad", "A"],
    ["M", "N", "N"],
    ["M", "Ad", "A"],
    ["M", "N", "M"],
    ["M", "Ad", "M"],
    ["M", "A", "M"],
  ] as const;

  test.each(FORMS)("%s%s%s agree with simulated paths", (error, trend, season) => {
    const { model } = okay(ets({ error, trend, season }).fit(positive));
    const { mean, intervals } = model.predict(20, { levels: [0.6827] });
    const paths = simulated(model, 20, 6000);
    for (const h of [0, 1, 6, 7, 19]) {
      const values = paths.map((path) => path[h] as number);
      const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
      const half = ((intervals[0]?.high[h] as number) - (intervals[0]?.low[h] as number)) / 2;
      expectClose(
        mean[h] as number,
        centre,
        { relative: 0, absolute: (4 * sd) / Math.sqrt(paths.length) },
        `mean ${h}`,
      );
      expectClose(half, sd, { relative: 0.05 }, `sd ${h}`);
    }
  });

  test("a damped model with multiplicative season forecasts one step as it fits one step", () => {
    const short = { values: positive.values.subarray(0, 139), periods: [7] };
    const { model } = okay(ets({ error: "M", trend: "Ad", season: "M" }).fit(short));
    const state = model.toJson() as {
      last: { level: number; growth: number; season: number[] };
      parameters: { phi: number };
    };
    const { level, growth, season } = state.last;
    expectClose(model.predict(1).mean[0] as number, (level + state.parameters.phi * growth) * (season[0] ?? 0), {
      relative: 1e-12,
    });
  });
});

/** Paths by the definition of the model, from what its JSON says. */
function simulated(model: FittedForecaster, steps: number, count: number): Float64Array[] {
  const { form, parameters, last, sigma2 } = model.toJson() as {
    form: { error: string; season: string };
    parameters: { alpha: number; beta: number; gamma: number; phi: number };
    last: { level: number; growth: number | null; season: number[] };
    sigma2: number;
  };
  const draw = createRng(8);
  return Array.from({ length: count }, () => {
    let [level, growth] = [last.level, last.growth ?? 0];
    const season = [...last.season];
    return new Float64Array(steps).map((_, h) => {
      const base = level + parameters.phi * growth;
      const place = season.length === 0 ? 0 : h % season.length;
      const effect = season[place] ?? (form.season === "M" ? 1 : 0);
      const expected = form.season === "M" ? base * effect : base + effect;
      const error = Math.sqrt(sigma2) * normalDraw(draw) * (form.error === "M" ? expected : 1);
      const own = form.season === "M" ? error / effect : error;
      level = base + parameters.alpha * own;
      growth = parameters.phi * growth + parameters.beta * own;
      season[place] = effect + parameters.gamma * (form.season === "M" ? error / base : error);
      return expected + error;
    });
  });
}

describe("what ETS says", () => {
  test("multiplicative trends have simulated intervals that depend on the seed", () => {
    const { model } = okay(ets({ error: "M", trend: "M", season: "N" }).fit(positive));
    expect(model.method).toBe("ETS(M,M,N)");
    const one = model.predict(5, { seed: 1 });
    expect(model.predict(5, { seed: 2 }).intervals).not.toEqual(one.intervals);
    expect(model.predict(5, { seed: 2 }).mean).toEqual(one.mean);
  });

  test("a damped multiplicative trend grows by ever less", () => {
    const { model } = okay(ets({ error: "M", trend: "Md", season: "N" }).fit(positive));
    const { parameters, last } = model.toJson() as {
      parameters: { phi: number };
      last: { level: number; growth: number };
    };
    const { mean } = model.predict(3);
    const { phi } = parameters;
    expectClose(mean[2] as number, last.level * last.growth ** (phi + phi ** 2 + phi ** 3), { relative: 1e-12 });
  });

  test("missing values are passed over and said", () => {
    const values = positive.values.map((value, i) => (i % 10 === 4 ? Number.NaN : value));
    const whole = okay(ets().fit(positive)).model.predict(14).mean;
    const answer = okay(ets().fit({ values, periods: [7] }));
    expect(answer.n).toBe(126);
    expect(answer.warnings).toEqual(["14 missing values were passed over"]);
    answer.model.predict(14).mean.forEach((value, h) => {
      expectClose(value, whole[h] as number, { relative: 0.03 });
    });
  });

  test("a long season is left out and said", () => {
    const answer = okay(ets().fit({ values: positive.values, periods: [30] }));
    expect(answer.warnings).toEqual(["the season of 30 steps was left out: ETS models seasons of at most 24"]);
    expect(answer.method).toMatch(/,N\)$/);
  });

  test("additive parts add up to the mean", () => {
    const { model } = okay(ets({ error: "A", trend: "A", season: "A" }).fit(positive));
    const { mean, components } = model.predict(10);
    mean.forEach((value, h) => {
      expectClose((components["trend"]?.[h] as number) + (components["season"]?.[h] as number), value, {
        relative: 1e-12,
      });
    });
  });

  test("forms that do not fit the data are undetermined", () => {
    const negative = { values: positive.values.map((value) => -value), periods: [7] };
    expect(ets({ error: "M" }).fit(negative)).toMatchObject({ status: "undetermined" });
    expect(ets({ season: "A" }).fit({ values: positive.values, periods: [] })).toMatchObject({
      status: "undetermined",
    });
    const few = { values: Float64Array.of(1, 2, 1, 2, 3), periods: [] };
    expect(ets({ trend: "Ad" }).fit(few)).toMatchObject({ reason: expect.stringContaining("too few") });
  });
});
