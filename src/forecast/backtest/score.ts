import {
  coverage,
  mape,
  meanAbsoluteError,
  pinballLoss,
  rootMeanSquaredError,
  rootScaledError,
  scaledError,
  symmetricMape,
  weightedMape,
} from "./accuracy.ts";
import type { BackTest, Fold } from "./back-test.ts";

/** How good a model's forecasts were, as means over folds; null where a measure is not defined in one of them. */
export interface Score {
  readonly id: string;
  /** Folds with a forecast and a value that came. */
  readonly folds: number;
  /** Steps of these folds without a value: they are not scored. */
  readonly missing: number;
  readonly mae: number | null;
  readonly rmse: number | null;
  readonly smape: number | null;
  readonly mape: number | null;
  readonly wmape: number | null;
  readonly mase: number | null;
  readonly rmsse: number | null;
  readonly intervals: readonly IntervalScore[];
}

export interface IntervalScore {
  readonly level: number;
  /** Share of values inside. */
  readonly coverage: number | null;
  /** Mean pinball loss of both ends. */
  readonly pinball: number | null;
}

/** Whether a fold says something about its model: there is a forecast, and a value to hold it against. */
export const hasScore = ({ actual, forecast }: Fold): boolean => forecast !== null && actual.some(Number.isFinite);

/** The scores of a back-test; folds that say nothing are left out and not counted. */
export function scoreOf({ id, folds }: BackTest): Score {
  const done = folds.filter(hasScore);
  const of = (measure: (fold: Fold, mean: Float64Array) => number | null): number | null =>
    meanOrNull(done.map((fold) => (fold.forecast === null ? null : measure(fold, fold.forecast.mean))));
  const levels = [...new Set(done.flatMap(({ forecast }) => forecast?.intervals.map(({ level }) => level) ?? []))];
  return {
    id,
    folds: done.length,
    missing: done.reduce((sum, { actual }) => sum + actual.length - actual.filter(Number.isFinite).length, 0),
    mae: of(({ actual }, mean) => meanAbsoluteError(actual, mean)),
    rmse: of(({ actual }, mean) => rootMeanSquaredError(actual, mean)),
    smape: of(({ actual }, mean) => symmetricMape(actual, mean)),
    mape: of(({ actual }, mean) => mape(actual, mean)),
    wmape: of(({ actual }, mean) => weightedMape(actual, mean)),
    mase: of(({ actual, scale }, mean) => scaledError(actual, mean, scale)),
    rmsse: of(({ actual, scale }, mean) => rootScaledError(actual, mean, scale)),
    intervals: levels.map((level) => intervalScore(done, level)),
  };
}

function intervalScore(folds: readonly Fold[], level: number): IntervalScore {
  const ends = folds.map(({ actual, forecast }) => {
    const found = forecast?.intervals.find((interval) => interval.level === level);
    if (found === undefined) return { inside: null, loss: null };
    const low = pinballLoss(actual, found.low, (1 - level) / 2);
    const high = pinballLoss(actual, found.high, (1 + level) / 2);
    return { inside: coverage(actual, found), loss: low === null || high === null ? null : (low + high) / 2 };
  });
  return {
    level,
    coverage: meanOrNull(ends.map(({ inside }) => inside)),
    pinball: meanOrNull(ends.map(({ loss }) => loss)),
  };
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
}
