import { describe, expect, it } from "vitest";
import { seriesOf } from "../../../test/golden/forecast/arima-series.ts";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import type { FittedForecaster } from "../forecaster.ts";
import { autoArima } from "./auto-arima.ts";
import { sarimaxFromJson } from "./fitted-sarimax.ts";
import { type SarimaxOptions, sarimax } from "./sarimax.ts";

interface Described {
  readonly order: readonly [number, number, number, number, number, number];
  readonly names: readonly string[];
  readonly coefficients: readonly number[];
  readonly errors: readonly number[];
  readonly sigma2: number;
  readonly aic: number;
  readonly aicc: number;
  readonly method: string;
  readonly mean: readonly number[];
  readonly low95: readonly number[];
  readonly high95: readonly number[];
}

interface Case {
  readonly id: string;
  readonly model: Described;
  readonly second: Described;
  readonly auto?: Described;
}

const { cases } = readGolden<Case>("forecast/sarimax.json");

function goldenOf(id: string): Case {
  const found = cases.find((golden) => golden.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

function fittedOf(answer: { readonly status: string; readonly model?: FittedForecaster; readonly reason?: string }) {
  expect(answer.status, answer.reason).toBe("ok");
  return answer.model as FittedForecaster;
}

function expectModel(
  model: FittedForecaster,
  expected: Described,
  regressors: Readonly<Record<string, Float64Array>> = {},
) {
  expect(model.method).toBe(expected.method);
  const { parameters, aic, aicc, sigma2 } = model.diagnostics;
  expect(parameters.map(({ name }) => (name === "mean" ? "intercept" : name))).toEqual(expected.names);
  parameters.forEach(({ name, value, se }, i) => {
    const error = expected.errors[i] as number;
    expectClose(value, expected.coefficients[i] as number, { relative: 0, absolute: 0.02 * error }, name);
    expectClose(se ?? Number.NaN, error, { relative: 0.02 }, `error of ${name}`);
  });
  expectClose(aic ?? Number.NaN, expected.aic, { relative: 0, absolute: 0.01 }, "AIC");
  expectClose(aicc ?? Number.NaN, expected.aicc, { relative: 0, absolute: 0.01 }, "AICc");
  expectClose(sigma2 ?? Number.NaN, expected.sigma2, { relative: 2e-3 }, "variance");
  const forecast = model.predict(expected.mean.length, { levels: [0.95], regressors });
  expected.mean.forEach((value, h) => {
    const span = (expected.high95[h] as number) - (expected.low95[h] as number);
    const within = { relative: 0, absolute: 2e-3 * span };
    expectClose(forecast.mean[h] as number, value, within, `mean ${h + 1}`);
    expectClose(forecast.intervals[0]?.low[h] as number, expected.low95[h] as number, within, `low ${h + 1}`);
    expectClose(forecast.intervals[0]?.high[h] as number, expected.high95[h] as number, within, `high ${h + 1}`);
  });
}

function optionsOf({ order: [p, d, q, seasonalP, seasonalD, seasonalQ] }: Described): SarimaxOptions {
  return { order: [p, d, q], seasonal: [seasonalP, seasonalD, seasonalQ] };
}

const seatbelts = (column: string, log = false) =>
  seriesOf({ file: "r_base/Seatbelts.csv", column, log, last: null }) ?? new Float64Array(0);
const passengers = (log: boolean) =>
  seriesOf({ file: "r_base/AirPassengers.csv", column: "value", log, last: null }) ?? new Float64Array(0);

describe("a regression with ARIMA errors", () => {
  const drivers = seatbelts("drivers", true);
  const known = (values: Float64Array) => values.slice(0, 180);
  const future = (values: Float64Array) => values.slice(180, 190);
  const [petrol, law] = [seatbelts("PetrolPrice"), seatbelts("law")];
  const regressors = { PetrolPrice: known(petrol), law: known(law) };
  const ahead = { PetrolPrice: future(petrol), law: future(law) };
  const series = { values: known(drivers), periods: [12] };
  const golden = goldenOf("Seatbelts, two regressors and a mean");

  it.skipIf(drivers.length === 0)("equals R's, fixed and chosen", () => {
    for (const model of [golden.model, golden.second]) {
      expectModel(fittedOf(sarimax({ ...optionsOf(model), regressors }).fit(series)), model, ahead);
    }
    const auto = golden.auto as Described;
    expectModel(fittedOf(autoArima({ regressors }).fit(series)), auto, ahead);
  });

  it.skipIf(drivers.length === 0)("is the sum of its components", () => {
    const model = fittedOf(sarimax({ ...optionsOf(golden.second), regressors }).fit(series));
    const { mean, components } = model.predict(10, { regressors: ahead });
    expect(Object.keys(components)).toEqual(["mean", "PetrolPrice", "law", "arima"]);
    mean.forEach((value, h) => {
      const sum = Object.values(components).reduce((total, part) => total + (part[h] as number), 0);
      expectClose(sum, value, { relative: 1e-12 });
    });
  });

  it("asks for the regressors, past and future", () => {
    const values = Float64Array.from({ length: 40 }, (_, t) => Math.sin(t * t));
    const x = Float64Array.from(values, (value, t) => value + Math.cos(t));
    const beside = (column: Float64Array) => sarimax({ order: [1, 0, 0], regressors: { x: column } });
    expect(() => beside(x.slice(1)).fit({ values, periods: [] })).toThrow(/regressor x needs one number/);
    const model = fittedOf(beside(x).fit({ values, periods: [] }));
    expect(() => model.predict(2)).toThrow(/regressor x needs 2 future values/);
    expect(() => model.predict(0)).toThrow(/whole number of steps/);
    expect(() => model.predict(1, { levels: [95], regressors: { x: x.slice(0, 1) } })).toThrow(/level of an interval/);
    const twice = sarimax({ order: [1, 0, 0], regressors: { x, again: x } }).fit({ values, periods: [] });
    expect(twice).toMatchObject({ status: "undetermined", reason: expect.stringContaining("regressors coincide") });
  });
});

describe("gaps", () => {
  const whole = passengers(true);
  const values = whole.map((value, t) => ([4, 39, 40, 41, 76, 99].includes(t) ? Number.NaN : value));
  const golden = goldenOf("log AirPassengers with gaps");

  it.skipIf(whole.length === 0)("are skipped by the filter, as in R", () => {
    const series = { values, periods: [12] };
    expectModel(fittedOf(sarimax(optionsOf(golden.model)).fit(series)), golden.model);
    expectModel(fittedOf(sarimax({ ...optionsOf(golden.second), constant: true }).fit(series)), golden.second);
  });

  it.skipIf(whole.length === 0)("at the start change nothing but the position, at the end the horizon", () => {
    const gap = new Float64Array(3).fill(Number.NaN);
    const late = fittedOf(
      sarimax(optionsOf(golden.model)).fit({ values: Float64Array.from([...gap, ...whole]), periods: [12] }),
    );
    const model = fittedOf(sarimax(optionsOf(golden.model)).fit({ values: whole, periods: [12] }));
    expect(late.predict(5)).toEqual(model.predict(5));
    expect(late.fitted.slice(3)).toEqual(model.fitted);
    const open = fittedOf(
      sarimax(optionsOf(golden.model)).fit({ values: Float64Array.from([...whole, ...gap]), periods: [12] }),
    );
    open.predict(2).mean.forEach((value, h) => {
      expectClose(value, model.predict(5).mean[h + 3] as number, { relative: 1e-5 });
    });
  });
});

describe("the model of the telecom notebook", () => {
  const values = passengers(false);

  it.skipIf(values.length === 0)("is ARIMA(1,1,1) on AirPassengers", () => {
    const model = fittedOf(sarimax({ order: [1, 1, 1] }).fit({ values, periods: [12] }));
    const { parameters, aic, bic } = model.diagnostics;
    expectClose(parameters[0]?.value ?? 0, -0.4742, { relative: 0, absolute: 1e-3 });
    expectClose(parameters[1]?.value ?? 0, 0.8635, { relative: 0, absolute: 1e-3 });
    expectClose(aic ?? 0, 1394.683, { relative: 0, absolute: 0.002 });
    expectClose(bic ?? 0, 1403.571, { relative: 0, absolute: 0.002 });
    [475.735, 454.996, 464.83].forEach((value, h) => {
      expectClose(model.predict(3).mean[h] as number, value, { relative: 1e-4 });
    });
    expect(model.fitted[0]).toBeNaN();
    const errors = values.slice(1).map((value, t) => value - (model.fitted[t + 1] as number));
    const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expectClose(rmse, 31.024, { relative: 1e-3 });
  });
});

describe("a stored model", () => {
  it("predicts the same to the last bit", () => {
    const values = Float64Array.from({ length: 60 }, (_, t) => 10 + Math.sin(t / 2) + 0.3 * Math.cos(t * t));
    const x = Float64Array.from({ length: 60 }, (_, t) => Math.sin(t * t * t));
    const gaps = values.map((value, t) => (t % 17 === 3 ? Number.NaN : value));
    for (const series of [values, gaps]) {
      const forecaster = sarimax({ order: [1, 1, 1], seasonal: [1, 0, 0], constant: true, regressors: { x } });
      const model = fittedOf(forecaster.fit({ values: series, periods: [6] }));
      const read = sarimaxFromJson(JSON.parse(JSON.stringify(model.toJson())));
      const options = { levels: [0.5, 0.9], regressors: { x: x.slice(0, 8) } };
      expect(read.predict(8, options)).toEqual(model.predict(8, options));
      expect(read.fitted).toEqual(model.fitted);
      expect(read.diagnostics).toEqual(model.diagnostics);
      expect(read.method).toBe(model.method);
    }
  });
});

describe("series with nothing or little to learn from", () => {
  const automatic = autoArima();
  const automatically = (values: readonly number[], periods: readonly number[] = []) =>
    automatic.fit({ values: Float64Array.from(values), periods });
  const fixed = (values: readonly number[]) =>
    sarimax({ order: [1, 0, 1] }).fit({ values: Float64Array.from(values), periods: [] });

  it.each([0, 7.25])("a constant of %d stays, without width", (value) => {
    const model = fittedOf(automatically(new Array(20).fill(value), [4]));
    const { mean, intervals } = model.predict(3, { levels: [0.9] });
    expect(Array.from(mean)).toEqual([value, value, value]);
    expect(Array.from(intervals[0]?.low ?? [])).toEqual([value, value, value]);
    expect(model.diagnostics).toMatchObject({ logLik: null, aic: null, sigma2: 0 });
    expect(fixed(new Array(20).fill(value))).toMatchObject({ status: "undetermined" });
  });

  it("a straight line goes on", () => {
    const model = fittedOf(automatically(Array.from({ length: 30 }, (_, t) => 2 + 0.5 * t)));
    expect(model.method).toBe("ARIMA(0,1,0) with drift");
    expect(Array.from(model.predict(2).mean)).toEqual([17, 17.5]);
  });

  it("a season repeated exactly goes on", () => {
    const at = (t: number) => (t % 4) + 0.05 * t;
    const model = fittedOf(
      automatically(
        Array.from({ length: 30 }, (_, t) => at(t)),
        [4],
      ),
    );
    expect(model.method).toBe("ARIMA(0,0,0)(0,1,0)[4] with drift");
    model.predict(3).mean.forEach((value, h) => {
      expectClose(value, at(30 + h), { relative: 1e-12 });
    });
  });

  it("nothing, one value, missing and infinite values are undetermined", () => {
    for (const values of [
      [],
      [3],
      [1, 2, Number.NEGATIVE_INFINITY, 4],
      [Number.NaN, Number.NaN],
      [Number.NaN, 3, Number.NaN],
    ]) {
      expect(automatically(values), String(values)).toMatchObject({ status: "undetermined" });
      expect(fixed(values), String(values)).toMatchObject({ status: "undetermined" });
    }
  });

  it("three values, a spike and a few steps give finite forecasts", () => {
    const spike = new Array(50).fill(0).with(20, 1000);
    for (const values of [[1, 5, 2], [1, 2], [4, 4, 5, 4], spike, [1, Number.NaN, 2, 1, Number.NaN, 4, 2, 1]]) {
      const { mean, intervals } = fittedOf(automatically(values)).predict(4, { levels: [0.8] });
      expect(mean.every(Number.isFinite), String(values)).toBe(true);
      expect(intervals[0]?.high.every(Number.isFinite), String(values)).toBe(true);
    }
    expect(fixed([1, 5, 2])).toMatchObject({ status: "undetermined" });
  });

  it("seasonal orders without a season are undetermined, and impossible orders refused", () => {
    const values = Float64Array.from({ length: 40 }, (_, t) => Math.sin(t * t));
    const forecaster = sarimax({ order: [0, 0, 0], seasonal: [1, 0, 0] });
    expect(forecaster.fit({ values, periods: [] })).toMatchObject({ status: "undetermined" });
    expect(() => sarimax({ order: [0.5, 0, 0] }).fit({ values, periods: [] })).toThrow(/whole number/);
  });
});
