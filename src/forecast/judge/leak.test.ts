import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { backTest } from "../backtest/back-test.ts";
import type { Series } from "../forecaster.ts";
import { judgeForecast } from "./judged-forecast.ts";
import { MODEL_NAMES, modelNamed } from "./models.ts";

const DAY_MS = 86_400_000;
const rng = createRng(21);
const series: Series = {
  values: Float64Array.from({ length: 70 }, (_, i) => 50 + i / 5 + 10 * Math.sin((2 * Math.PI * i) / 7) + 8 * rng()),
  times: Float64Array.from({ length: 70 }, (_, i) => i * DAY_MS),
  periods: [7],
};

test.each(MODEL_NAMES)("%s: changing the future changes no forecast of the past", (name) => {
  const folds = (of: Series) =>
    backTest(modelNamed(name), of, { horizon: 7, folds: 2, levels: [0.8], seed: 1 }).folds.map(
      ({ origin, forecast, method }) => ({ origin, forecast, method }),
    );
  const [first, second] = folds(series);
  const origin = second?.origin ?? Number.NaN;
  const changed = series.values.map((value, i) => (i < origin ? value : 1e6 - 7 * value));
  expect(folds({ ...series, values: changed })).toEqual([first, second]);
  expect(second?.forecast?.mean.every(Number.isFinite)).toBe(true);
});

/** Noise with a quarter of it missing. */
function gappy(seed: number): readonly (number | null)[] {
  const draw = createRng(seed);
  return Array.from({ length: 60 }, () => (draw() < 0.25 ? null : 1e3 * (draw() - 0.3)));
}

test.each(["auto", "seasonal-naive", "theta", "prophet"] as const)(
  "%s, with gaps anywhere: no value after an origin, missing or not, changes what was forecast from it",
  (model) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 14 }), (seed, horizon) => {
        const [known, origin] = [gappy(seed), 60 - horizon];
        const said = (values: readonly (number | null)[]): unknown => {
          const found = judgeForecast({
            ...{ values, times: values.map((_, i) => i * DAY_MS), model, periods: [7], window: null, levels: [0.8] },
            ...{ futureTimes: Array.from({ length: horizon }, (_, i) => (60 + i) * DAY_MS), intervals: "model" },
            ...{ folds: 1, events: [], seed: 1, ask: {} },
          });
          if (found.status !== "ok" || found.lastFold === null) return expect.fail("there is a fold");
          const { actual: _, ...rest } = found.lastFold;
          return rest;
        };
        const [one, other] = [seed, seed + 1].map((of) => [...gappy(of).slice(origin, -1), 7]);
        const before = known.slice(0, origin);
        expect(said([...before, ...(other ?? [])])).toEqual(said([...before, ...(one ?? [])]));
      }),
      { numRuns: model === "auto" || model === "prophet" ? 5 : 50, endOnFailure: true },
    );
  },
);
