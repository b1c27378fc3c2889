import { describe, expect, it } from "vitest";
import { type SeriesSpec, seriesOf } from "../../../test/golden/forecast/arima-series.ts";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { autoArima } from "./auto-arima.ts";
import type { FittedSarimax } from "./fitted-sarimax.ts";
import { sarimax } from "./sarimax.ts";

/** A model of R's forecast. */
interface Described {
  readonly order: readonly [number, number, number, number, number, number];
  /** Null for a model without coefficients. */
  readonly names: readonly string[] | null;
  readonly coefficients: readonly number[];
  readonly errors: readonly number[];
  readonly sigma2: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  readonly method: string;
  readonly residual: number | null;
  readonly mean: readonly number[];
  readonly low80: readonly number[];
  readonly high80: readonly number[];
  readonly low95: readonly number[];
  readonly high95: readonly number[];
}

interface Case extends SeriesSpec {
  readonly id: string;
  readonly period: number;
  readonly n: number;
  readonly constant: boolean;
  readonly fixed: Described;
  readonly exact: Described;
  readonly auto: Described;
}

/** Where R's search for the coefficients stops before the maximum: our AIC is lower by more than 0.01. */
const STOPS_SHORT = new Set(["UKDriverDeaths"]);

/** Where R's prior of the values before the first moves its AIC by more than 0.01: with a wider one it has ours. */
const PRIOR_MATTERS = new Set(["M4 H50", "M4 H250", "M4 H300"]);

const { cases } = readGolden<Case>("forecast/arima.json");

function fittedOf<Model>(answer: { readonly status: string; readonly model?: Model; readonly reason?: string }): Model {
  expect(answer.status, answer.reason).toBe("ok");
  return answer.model as Model;
}

/** Forecasts and bounds within a share of the width of the 95 % interval. */
function expectForecast(model: FittedSarimax, expected: Described, { mean, width }: { mean: number; width: number }) {
  const forecast = model.predict(expected.mean.length, { levels: [0.8, 0.95] });
  const [inner, outer] = forecast.intervals;
  expected.mean.forEach((value, h) => {
    const span = (expected.high95[h] as number) - (expected.low95[h] as number);
    expectClose(forecast.mean[h] as number, value, { relative: 0, absolute: mean * span }, `mean ${h + 1}`);
    const bound = { relative: 0, absolute: width * span };
    expectClose(inner?.low[h] as number, expected.low80[h] as number, bound, `low 80 ${h + 1}`);
    expectClose(inner?.high[h] as number, expected.high80[h] as number, bound, `high 80 ${h + 1}`);
    expectClose(outer?.low[h] as number, expected.low95[h] as number, bound, `low 95 ${h + 1}`);
    expectClose(outer?.high[h] as number, expected.high95[h] as number, bound, `high 95 ${h + 1}`);
  });
}

/** Coefficients within a share of their standard errors, which themselves are within 1 %. */
function expectCoefficients(model: FittedSarimax, expected: Described, share: number) {
  const { parameters } = model.diagnostics;
  expect(parameters.map(({ name }) => name)).toEqual(
    (expected.names ?? []).map((name) => (name === "intercept" ? "mean" : name)),
  );
  parameters.forEach(({ name, value, se }, i) => {
    const error = expected.errors[i] as number;
    expectClose(value, expected.coefficients[i] as number, { relative: 0, absolute: share * error }, name);
    expectClose(se ?? Number.NaN, error, { relative: 0.02 }, `error of ${name}`);
  });
}

describe.each(cases)("$id", (golden) => {
  const values = seriesOf(golden);
  if (values === null) return;
  const series = { values, periods: golden.period > 1 ? [golden.period] : [] };

  it("has the coefficients, criteria and forecasts of R's Arima", () => {
    const { fixed, exact } = golden;
    const expected = PRIOR_MATTERS.has(golden.id) ? exact : fixed;
    const [p, d, q, seasonalP, seasonalD, seasonalQ] = fixed.order;
    const forecaster = sarimax({
      order: [p, d, q],
      seasonal: [seasonalP, seasonalD, seasonalQ],
      constant: golden.constant,
    });
    const model = fittedOf(forecaster.fit(series));
    expect(values).toHaveLength(golden.n);
    expect(model.method).toBe(fixed.method);
    const { aic, aicc, bic, sigma2 } = model.diagnostics;
    if (STOPS_SHORT.has(golden.id)) {
      expect(aic).toBeLessThan(fixed.aic - 0.01);
      return;
    }
    expectCoefficients(model as FittedSarimax, fixed, 0.02);
    const within = { relative: 0, absolute: 0.01 };
    expectClose(aic ?? Number.NaN, expected.aic, within, "AIC");
    expectClose(aicc ?? Number.NaN, expected.aicc, within, "AICc");
    expectClose(bic ?? Number.NaN, expected.bic, within, "BIC");
    expectClose(sigma2 ?? Number.NaN, exact.sigma2, { relative: 2e-3 }, "variance");
    expectForecast(model as FittedSarimax, exact, { mean: 2e-3, width: 2e-3 });
  });

  it("has the orders of R's auto.arima", () => {
    const { auto } = golden;
    const model = fittedOf(autoArima().fit(series));
    expect(model.method).toBe(auto.method);
    const absolute = PRIOR_MATTERS.has(golden.id) ? 0.05 : 0.01;
    expectClose(model.diagnostics.aicc ?? Number.NaN, auto.aicc, { relative: 0, absolute }, "AICc");
  });
});
