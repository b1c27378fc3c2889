import type { Forecast, Forecaster, PredictOptions, Series } from "../forecaster.ts";
import { type ErrorScale, errorScale } from "./accuracy.ts";
import { type FoldPlan, origins, seriesBefore } from "./rolling-origin.ts";

/** What a model said from one origin, knowing nothing later, and what came. */
export interface Fold {
  /** Index of the first step forecast. */
  readonly origin: number;
  readonly actual: Float64Array;
  /** Null when the model was undetermined. */
  readonly forecast: Forecast | null;
  /** The fitted model's name, or why there is none. */
  readonly method: string;
  readonly scale: ErrorScale;
}

/** A model's forecasts from each origin of a plan. */
export interface BackTest {
  readonly id: string;
  readonly folds: readonly Fold[];
}

export interface BackTestOptions extends FoldPlan, Pick<PredictOptions, "levels" | "seed"> {}

/**
 * Forecasts a series from origins in its own past. What a fold forecasts rests on the values before its origin only.
 * There are no folds where the series is too short for one.
 */
export function backTest(forecaster: Forecaster, series: Series, options: BackTestOptions): BackTest {
  const { horizon, window, levels, seed } = options;
  const folds = origins(series, options).map((origin): Fold => {
    const known = seriesBefore(series, origin, window);
    const fit = forecaster.fit(known);
    const times = series.times?.subarray(origin, origin + horizon);
    const asked = { ...(levels && { levels }), ...(seed !== undefined && { seed }), ...(times && { times }) };
    return {
      origin,
      actual: series.values.subarray(origin, origin + horizon),
      forecast: fit.status === "ok" ? fit.model.predict(horizon, asked) : null,
      method: fit.status === "ok" ? fit.model.method : fit.reason,
      scale: errorScale(known.values, series.periods[0] ?? 1),
    };
  });
  return { id: forecaster.id, folds };
}
