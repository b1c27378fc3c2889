import { describe, expect, test } from "vitest";
import { okay } from "../../../test/golden/ok-answer.ts";
import { createRng } from "../../core/rng.ts";
import { normalDraw } from "../../stats/distributions/normal.ts";
import { automatic, chooseForecaster } from "../choice/automatic.ts";
import { combination } from "../choice/combination.ts";
import { conformal, corrected } from "../choice/conformal.ts";
import { remembered } from "../choice/remembered.ts";
import type { FittedForecaster, Forecast, Forecaster, Series } from "../forecaster.ts";
import { drift, naive, seasonalNaive } from "../naive/lag-walk.ts";
import { mean } from "../naive/mean.ts";
import { movingAverage } from "../naive/moving-average.ts";
import { normalHalfWidth, symmetricIntervals } from "../prediction-interval.ts";
import { backTest } from "./back-test.ts";
import { origins } from "./rolling-origin.ts";
import { scoreOf } from "./score.ts";

const seriesOf = (length: number, at: (i: number) => number, periods: readonly number[] = []): Series => ({
  values: Float64Array.from({ length }, (_, i) => at(i)),
  periods,
});

test("origins end with the series, a step apart, and leave enough to learn from", () => {
  const series = seriesOf(40, (i) => i, [7]);
  expect(origins(series, { horizon: 5, folds: 3 })).toEqual([25, 30, 35]);
  expect(origins(series, { horizon: 5, folds: 4, step: 2 })).toEqual([29, 31, 33, 35]);
  expect(origins(series, { horizon: 10, folds: 9 })).toEqual([20, 30]);
  expect(origins(series, { horizon: 10, folds: 9, window: 25 })).toEqual([30]);
  expect(
    origins(
      seriesOf(12, (i) => i),
      { horizon: 12, folds: 2 },
    ),
  ).toEqual([]);
});

test("a fold knows what lies before it: all of it, or a window", () => {
  const series = seriesOf(30, (i) => i);
  const means = (window?: number) =>
    backTest(mean(), series, { horizon: 2, folds: 2, window }).folds.map(({ forecast }) => forecast?.mean[0]);
  expect(means()).toEqual([12.5, 13.5]);
  expect(means(10)).toEqual([20.5, 22.5]);
});

test("scores are means over folds: drift is right about a line, naive is a step behind at each step", () => {
  const series = seriesOf(40, (i) => 100 + 2 * i);
  const plan = { horizon: 3, folds: 2 };
  expect(scoreOf(backTest(drift(), series, plan))).toMatchObject({ folds: 2, mae: 0, rmse: 0, mase: 0 });
  expect(scoreOf(backTest(naive(), series, plan))).toMatchObject({ id: "naive", mae: 4, mase: 2 });
  const short = scoreOf(
    backTest(
      naive(),
      seriesOf(5, (i) => i),
      plan,
    ),
  );
  expect(short).toMatchObject({ folds: 0, mae: null, mape: null, intervals: [] });
});

const noisy = (seed: number): Series => {
  const rng = createRng(seed);
  return seriesOf(90, (i) => 50 + 10 * Math.sin((2 * Math.PI * i) / 7) + 8 * rng(), [7]);
};
const plan = { horizon: 7, folds: 3 };
const candidates = [drift(), movingAverage(), mean()].map(remembered);
const baseline = remembered(seasonalNaive());

test.each([
  automatic({ candidates, baseline, plan }),
  combination(candidates),
  combination(candidates, { weights: { inverseErrorOn: plan } }),
  conformal(remembered(seasonalNaive()), plan),
])("$id: changing the future changes no forecast of the past", (forecaster) => {
  const series = noisy(3);
  const said = (of: Series) =>
    backTest(forecaster, of, { ...plan, levels: [0.8] }).folds.map(({ origin, forecast, method }) => ({
      origin,
      forecast,
      method,
    }));
  const before = said(series);
  expect(before).toHaveLength(3);
  for (const { origin } of before) {
    const changed = { ...series, values: series.values.map((value, i) => (i < origin ? value : 1e6 - 7 * value)) };
    const known = before.filter((fold) => fold.origin <= origin);
    expect(said(changed).slice(0, known.length)).toEqual(known);
    expect(known[0]?.forecast?.mean.every(Number.isFinite)).toBe(true);
  }
});

test("a model is used only when it beats seasonal naive", () => {
  const options = { candidates, baseline, plan };
  const [seasonal, line] = [noisy(5), seriesOf(90, (i) => 3 * i, [7])];
  expect(automatic(options).fit(seasonal)).toMatchObject({ status: "ok", method: "Seasonal naive (period 7)" });
  expect(chooseForecaster(seasonal, options).reason).toBe(
    "no other model has a smaller mean absolute error on 3 folds",
  );
  expect(automatic(options).fit(line)).toMatchObject({ status: "ok", method: "Random walk with drift" });
  expect(chooseForecaster(line, options)).toMatchObject({
    forecaster: { id: "drift" },
    reason: "its mean absolute error on 3 folds is 100.0 % below that of seasonal naive",
  });
});

test("a series too short to compare models is forecast by seasonal naive, and said; an empty one is undetermined", () => {
  const auto = automatic({ candidates, baseline, plan });
  const short = seriesOf(16, (i) => i, [7]);
  expect(auto.fit(short)).toMatchObject({ method: "Seasonal naive (period 7)" });
  expect(chooseForecaster(short, { candidates, baseline, plan }).reason).toContain("too few values to compare");
  expect(auto.fit(seriesOf(0, () => 0))).toMatchObject({ status: "undetermined" });
});

test("a combination is the mean of its models, or weighted by the inverse of their errors", () => {
  const series = seriesOf(60, (i) => i);
  const equal = combination([naive(), drift()]).fit(series);
  const weighted = combination([naive(), movingAverage({ order: 3 })], { weights: { inverseErrorOn: plan } }).fit(
    series,
  );
  if (equal.status !== "ok" || weighted.status !== "ok") throw new Error("both have a forecast");
  expect(equal.model.predict(2).mean).toEqual(Float64Array.of(59.5, 60));
  const [first, second] = weighted.model.diagnostics.parameters.map(({ value }) => value);
  expect(Number(first) + Number(second)).toBeCloseTo(1, 14);
  expect(first).toBeGreaterThan(Number(second));
  const partly = combination([naive(), movingAverage({ order: 99 })]).fit(series);
  expect(partly).toMatchObject({ status: "ok", warnings: [expect.stringContaining("moving-average is left out")] });
});

test("conformal intervals are as wide as the errors of the back-test", () => {
  const fit = conformal(naive(), { horizon: 1, folds: 9 }).fit(seriesOf(60, (i) => (i % 2) * 4));
  if (fit.status !== "ok") throw new Error("there is a forecast");
  const { mean: middle, intervals } = fit.model.predict(1, { levels: [0.5, 0.8] });
  for (const { low, high } of intervals) expect(Number(high[0]) - Number(low[0])).toBeCloseTo(8, 10);
  expect(middle[0]).toBe(4);
  expect(conformal(naive(), plan).fit(seriesOf(9, (i) => i))).toMatchObject({ status: "undetermined" });
});

describe("the intervals of the automatic choice", () => {
  const half = ({ intervals: [interval], mean }: Forecast, step: number): number =>
    Number(interval?.high[step]) - Number(mean[step]);
  const level = 10;
  /** Says `level` with a normal error of `sd`, whatever came. */
  const claiming = (sd: number): Forecaster => ({
    id: "claiming",
    fit: (series) => {
      const answer = mean().fit(series);
      if (answer.status !== "ok") return answer;
      const predict: FittedForecaster["predict"] = (steps, { levels } = {}) => {
        const [middle, se] = [level, sd].map((value) => new Float64Array(steps).fill(value)) as [
          Float64Array,
          Float64Array,
        ];
        return { mean: middle, intervals: symmetricIntervals({ mean: middle, se }, levels), components: {} };
      };
      const { method, fitted, diagnostics } = answer.model;
      return { ...answer, model: { method, fitted, diagnostics, predict, toJson: () => ({}) } };
    },
  });
  const auto = (sd: number, folds = 3) =>
    automatic({ candidates: [claiming(sd)], baseline, plan: { horizon: 20, folds } });
  const rng = createRng(4);
  const series = seriesOf(200, () => level + normalDraw(rng), [7]);
  const width = (forecaster: Forecaster): number =>
    half(okay(forecaster.fit(series)).model.predict(20, { levels: [0.8] }), 3);

  test("are narrower than claimed where errors were small, wider where they were large", () => {
    const right = normalHalfWidth(0.8);
    expect(width(auto(1))).toBeCloseTo(right, 0);
    for (const wrong of [0.3, 3])
      expect(Math.abs(Math.log(width(auto(wrong)) / right))).toBeLessThan(0.7 * Math.log(3));
  });

  test("are the claim where there are no folds, and are nested by level", () => {
    const { model } = okay(claiming(2).fit(series));
    const alone = corrected(model, { id: "none", folds: [] });
    for (const share of [0.5, 0.8, 0.95])
      expect(half(alone.predict(1, { levels: [share] }), 0)).toBeCloseTo(2 * normalHalfWidth(share), 10);
    const widths = [0.05, 0.5, 0.8, 0.95, 0.999].map((share) =>
      half(okay(auto(1).fit(series)).model.predict(1, { levels: [share] }), 0),
    );
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths.every(Number.isFinite)).toBe(true);
  });
});

test("a remembered forecaster fits each part once", () => {
  let fits = 0;
  const inner = naive();
  const counted = remembered({
    id: inner.id,
    fit: (series) => {
      fits++;
      return inner.fit(series);
    },
  });
  const series = noisy(1);
  for (const _ of [1, 2]) backTest(counted, series, plan);
  expect(fits).toBe(3);
});
