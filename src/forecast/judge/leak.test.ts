import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { backTest } from "../backtest/back-test.ts";
import type { Series } from "../forecaster.ts";
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
