import { type Inferred, undetermined } from "../../stats/inference.ts";
import { type BackTest, type BackTestOptions, backTest } from "../backtest/back-test.ts";
import type { FittedForecaster, Forecast, Forecaster, ForecastInterval } from "../forecaster.ts";
import { DEFAULT_LEVELS, normalHalfWidth } from "../prediction-interval.ts";

/** Errors are measured in half the width of the model's own interval at this level, on the side they are on. */
export const REFERENCE_LEVEL = 0.8;

/** Fewest errors that the model's own claim counts as: below, one in twenty outside could not be told from none. */
const FEWEST_CLAIMED = 20;

/** How far from the middle values were, in half-widths of the model's own interval, smallest first. */
type Scores = readonly number[];

/** What intervals are made of. */
interface Evidence {
  readonly scores: Scores;
  /** Errors that the model's own intervals count as. */
  readonly claimed: number;
}

/**
 * The model with intervals that cover what they say in its own back-test: its interval at 80 % is stretched for each
 * level by the quantile of the errors it made there, measured in it (normalised split conformal prediction, Lei et al.
 * 2018; with the correction for a finite number of errors). Where the model has no width of its own, errors of all steps
 * count alike. Undetermined when there is no fold to learn from.
 */
export function conformal(inner: Forecaster, plan: BackTestOptions): Forecaster {
  return {
    id: inner.id,
    fit: (series): Inferred<{ readonly model: FittedForecaster }> => {
      const fit = inner.fit(series);
      if (fit.status !== "ok") return fit;
      const scores = scoresOf(backTest(inner, series, { ...plan, levels: [REFERENCE_LEVEL] }), 1);
      if (scores.length === 0)
        return undetermined(fit.method, fit.n, "the series is too short for a back-test to take intervals from");
      return { ...fit, model: conformed(fit.model, { scores, claimed: 0 }) };
    },
  };
}

/**
 * A fitted model whose intervals are corrected by its few folds: the distribution of errors, measured in the model's own
 * interval at 80 %, is what the model claims (a normal one, counted as one fold) together with the errors of the folds:
 * the predictive distribution of a Dirichlet process around the claim (Ferguson 1973). Without folds the claim stands, with
 * many it becomes `conformal`. Errors of one fold depend on each other, which is why the claim counts as much as all of them.
 * @param test of the same model, with intervals of `REFERENCE_LEVEL`
 */
export function corrected(model: FittedForecaster, test: BackTest): FittedForecaster {
  const steps = Math.max(0, ...test.folds.map(({ actual }) => actual.filter(Number.isFinite).length));
  return conformed(model, { scores: scoresOf(test, 0), claimed: Math.max(FEWEST_CLAIMED, steps) });
}

/** @param unit half-width where the model has none; with 0 such steps tell nothing */
function scoresOf({ folds }: BackTest, unit: number): Scores {
  return folds
    .flatMap(({ actual, forecast }) => {
      if (forecast === null) return [];
      return [...actual].map((y, step) => {
        const error = y - (forecast.mean[step] ?? Number.NaN);
        return Math.abs(error) / halfWidth(forecast, { step, unit, above: error > 0 });
      });
    })
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
}

interface Side {
  readonly step: number;
  readonly above: boolean;
  readonly unit: number;
}

function halfWidth({ mean, intervals: [interval] }: Forecast, { step, above, unit }: Side): number {
  const middle = mean[step] ?? Number.NaN;
  const width = above ? (interval?.high[step] ?? middle) - middle : middle - (interval?.low[step] ?? middle);
  return width > 0 ? width : unit;
}

/** A fitted model with the intervals that its past errors give. */
function conformed(model: FittedForecaster, evidence: Evidence): FittedForecaster {
  return {
    method: model.method,
    fitted: model.fitted,
    diagnostics: model.diagnostics,
    predict: (steps, options = {}): Forecast => {
      const forecast = model.predict(steps, { ...options, levels: [REFERENCE_LEVEL] });
      const { levels = DEFAULT_LEVELS } = options;
      return { ...forecast, intervals: levels.map((level) => stretched(forecast, level, evidence)) };
    },
    toJson: () => ({ model: "conformal", ...evidence, inner: model.toJson() }),
  };
}

function stretched(forecast: Forecast, level: number, { scores, claimed }: Evidence): ForecastInterval {
  const rank = Math.min(scores.length, Math.ceil((scores.length + 1) * level));
  const factor = claimed > 0 ? claimedQuantile(level, { scores, claimed }) : (scores[rank - 1] ?? Number.NaN);
  const unit = claimed > 0 ? 0 : 1;
  const end = (above: boolean): Float64Array =>
    forecast.mean.map((mean, step) => mean + (above ? 1 : -1) * factor * halfWidth(forecast, { step, above, unit }));
  return { level, low: end(false), high: end(true) };
}

/** Least score that a share of `level` lies below, of the scores and of the claim together. */
function claimedQuantile(level: number, { scores, claimed }: Evidence): number {
  const wanted = level * (claimed + scores.length);
  for (let below = 0; below <= scores.length; below++) {
    const left = (wanted - below) / claimed;
    const least = scores[below - 1] ?? 0;
    if (left <= 0) return least;
    const at = left < 1 ? claimedScore(left) : Number.POSITIVE_INFINITY;
    if (at < (scores[below] ?? Number.POSITIVE_INFINITY)) return Math.max(at, least);
  }
  return Number.NaN;
}

const claimedScore = (share: number): number => normalHalfWidth(share) / normalHalfWidth(REFERENCE_LEVEL);
