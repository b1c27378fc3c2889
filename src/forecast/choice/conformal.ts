import { type Inferred, undetermined } from "../../stats/inference.ts";
import { type BackTestOptions, backTest } from "../backtest/back-test.ts";
import type { FittedForecaster, Forecast, Forecaster, ForecastInterval } from "../forecaster.ts";
import { DEFAULT_LEVELS } from "../prediction-interval.ts";

/** Errors are measured in half the width of the model's own interval at this level. */
const REFERENCE_LEVEL = 0.8;

/** How far from the middle values were, in half-widths of the model's own interval, smallest first. */
type Scores = readonly number[];

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
      const { folds } = backTest(inner, series, { ...plan, levels: [REFERENCE_LEVEL] });
      const scores = folds
        .flatMap(({ actual, forecast }) =>
          forecast === null ? [] : [...actual].map((y, i) => scoreAt(forecast, i, y)),
        )
        .filter(Number.isFinite)
        .sort((a, b) => a - b);
      if (scores.length === 0)
        return undetermined(fit.method, fit.n, "the series is too short for a back-test to take intervals from");
      return { ...fit, model: conformed(fit.model, scores) };
    },
  };
}

function halfWidth({ intervals }: Forecast, step: number): number {
  const [interval] = intervals;
  const width = ((interval?.high[step] ?? 0) - (interval?.low[step] ?? 0)) / 2;
  return width > 0 ? width : 1;
}

const scoreAt = (forecast: Forecast, step: number, actual: number): number =>
  Math.abs(actual - (forecast.mean[step] ?? Number.NaN)) / halfWidth(forecast, step);

/** A fitted model with the intervals that its past errors give. */
export function conformed(model: FittedForecaster, scores: Scores): FittedForecaster {
  return {
    method: model.method,
    fitted: model.fitted,
    diagnostics: model.diagnostics,
    predict: (steps, options = {}): Forecast => {
      const forecast = model.predict(steps, { ...options, levels: [REFERENCE_LEVEL] });
      const { levels = DEFAULT_LEVELS } = options;
      return { ...forecast, intervals: levels.map((level) => stretched(forecast, level, scores)) };
    },
    toJson: () => ({ model: "conformal", scores, inner: model.toJson() }),
  };
}

function stretched(forecast: Forecast, level: number, scores: Scores): ForecastInterval {
  const rank = Math.min(scores.length, Math.ceil((scores.length + 1) * level));
  const factor = scores[rank - 1] ?? Number.NaN;
  const at = (sign: number): Float64Array =>
    forecast.mean.map((mean, i) => mean + sign * factor * halfWidth(forecast, i));
  return { level, low: at(-1), high: at(1) };
}
