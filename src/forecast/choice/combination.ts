import { median } from "../../stats/descriptive/quantile.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { type BackTestOptions, backTest } from "../backtest/back-test.ts";
import { scoreOf } from "../backtest/score.ts";
import type { FittedForecaster, Forecast, Forecaster, ForecastInterval, Parameter, Series } from "../forecaster.ts";
import { DEFAULT_LEVELS } from "../prediction-interval.ts";

export interface CombinationOptions {
  readonly id?: string;
  /**
   * Equal weights (default), the middle one at each step, or the inverse of each model's mean absolute error on folds of
   * the values fitted to.
   */
  readonly weights?: "equal" | "median" | { readonly inverseErrorOn: BackTestOptions };
}

/**
 * The weighted mean of several models' forecasts, and of the ends of their intervals (averaged quantiles, Lichtendahl,
 * Grushka-Cockayne and Winkler 2013). Models that are undetermined are left out; at least one must not be.
 */
export function combination(inner: readonly Forecaster[], options: CombinationOptions = {}): Forecaster {
  const { id = inner.map((model) => model.id).join("+"), weights = "equal" } = options;
  return {
    id,
    fit: (series): Inferred<{ readonly model: FittedForecaster }> => {
      const fits = inner.map((forecaster) => ({ forecaster, fit: forecaster.fit(series) }));
      const members = fits.flatMap(({ forecaster, fit }) =>
        fit.status === "ok" ? [{ model: fit.model, weight: weightOf(forecaster, series, weights), n: fit.n }] : [],
      );
      const [first] = members;
      if (first === undefined) {
        const reasons = fits.flatMap(({ fit }) => (fit.status === "ok" ? [] : [`${fit.method}: ${fit.reason}`]));
        return undetermined(`combination of ${id}`, 0, reasons.join("; "));
      }
      const total = members.reduce((sum, { weight }) => sum + weight, 0);
      const shares = members.map((member) => ({ ...member, weight: member.weight / total }));
      const model = combined(shares, weights === "median" ? "median" : "mean");
      const left = fits.flatMap(({ forecaster, fit }) =>
        fit.status === "ok" ? [] : [`${forecaster.id} is left out: ${fit.reason}`],
      );
      return { status: "ok", method: model.method, n: first.n, assumptions: [], warnings: left, model };
    },
  };
}

function weightOf(forecaster: Forecaster, series: Series, weights: CombinationOptions["weights"]): number {
  if (weights === undefined || typeof weights === "string") return 1;
  const { mae } = scoreOf(backTest(forecaster, series, weights.inverseErrorOn));
  return mae === null ? 0 : 1 / Math.max(mae, Number.MIN_VALUE ** 0.5);
}

interface Member {
  readonly model: FittedForecaster;
  /** All add up to 1. */
  readonly weight: number;
}

/** A combination of fitted models, whose weights add up to 1. */
export function combined(members: readonly Member[], by: "mean" | "median" = "mean"): FittedForecaster {
  const together = by === "mean" ? weightedMean : medianOf;
  const parameters = members.map(
    ({ model, weight }): Parameter => ({ name: `weight of ${model.method}`, value: weight, se: null }),
  );
  return {
    method: `${by} of ${members.map(({ model }) => model.method).join(", ")}`,
    fitted: together(members, ({ fitted }) => fitted),
    diagnostics: { parameters, logLik: null, aic: null, aicc: null, bic: null, sigma2: null },
    predict: (steps, options): Forecast => {
      const levels = options?.levels ?? DEFAULT_LEVELS;
      const asked = { ...options, levels };
      const forecasts = members.map(({ model, weight }) => ({ model: model.predict(steps, asked), weight }));
      return {
        mean: together(forecasts, ({ mean }) => mean),
        intervals: levels.map((level, i): ForecastInterval => {
          const end = (pick: (interval: ForecastInterval) => Float64Array): Float64Array =>
            together(forecasts, ({ intervals, mean }) => {
              const interval = intervals[i];
              return interval === undefined ? mean : pick(interval);
            });
          return { level, low: end(({ low }) => low), high: end(({ high }) => high) };
        }),
        components: {},
      };
    },
    toJson: () => ({
      model: "combination",
      by,
      members: members.map(({ model, weight }) => ({ weight, model: model.toJson() })),
    }),
  };
}

function weightedMean<T>(
  members: readonly { readonly model: T; readonly weight: number }[],
  pick: (model: T) => Float64Array,
): Float64Array {
  const columns = members.map(({ model, weight }) => ({ values: pick(model), weight }));
  const [first] = columns;
  return Float64Array.from(first?.values ?? [], (_, i) =>
    columns.reduce((sum, { values, weight }) => sum + weight * (values[i] ?? Number.NaN), 0),
  );
}

function medianOf<T>(members: readonly { readonly model: T }[], pick: (model: T) => Float64Array): Float64Array {
  const columns = members.map(({ model }) => pick(model));
  return Float64Array.from(columns[0] ?? [], (_, i) => {
    const values = columns.map((column) => column[i] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    return median(values) ?? Number.NaN;
  });
}
