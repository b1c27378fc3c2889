import type { Inferred, Interval } from "../stats/inference.ts";

/** A time series on a complete grid. */
export interface Series {
  /** One value per step, in order; NaN where there is none. */
  readonly values: Float64Array;
  /** Seasonal periods in steps, shortest first (24 and 168 for hours); empty when there are none. */
  readonly periods: readonly number[];
  /** Start of each step in milliseconds since 1970 UTC, one per value; needed by models of calendars only. */
  readonly times?: Float64Array;
}

/** What is known of the steps to be forecast. */
export interface PredictOptions {
  /** Levels of the intervals, each between 0 and 1. */
  readonly levels?: readonly number[];
  /** Starts of the forecast steps in milliseconds since 1970 UTC; needed by models of calendars only. */
  readonly times?: Float64Array;
  /** Values of the regressors the model was fitted with, by name, one per forecast step. */
  readonly regressors?: Readonly<Record<string, Float64Array>>;
  /** Seed of simulated intervals. */
  readonly seed?: number;
}

/** A forecast of h steps after the last one fitted; every array has h values in the unit of the series. */
export interface Forecast {
  readonly mean: Float64Array;
  /** One per level asked for. */
  readonly intervals: readonly ForecastInterval[];
  /** Additive parts of the mean by name (trend, season of a period, holidays ...), where the model has them. */
  readonly components: Readonly<Record<string, Float64Array>>;
}

export interface ForecastInterval extends Pick<Interval, "level"> {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A coefficient or smoothing parameter; `se` is null where the method gives none. */
export interface Parameter {
  readonly name: string;
  readonly value: number;
  readonly se: number | null;
}

/** What a fit says about itself. */
export interface Diagnostics {
  readonly parameters: readonly Parameter[];
  /** Null for methods without a likelihood. */
  readonly logLik: number | null;
  readonly aic: number | null;
  readonly aicc: number | null;
  readonly bic: number | null;
  /** Variance of the one-step residuals as the method estimates it. */
  readonly sigma2: number | null;
}

/** A fitted model. */
export interface FittedForecaster {
  /** The model's name with its form, as the field writes it: "ETS(A,Ad,M)", "ARIMA(1,1,1)(0,1,1)[12]". */
  readonly method: string;
  /** One-step predictions of the values fitted to; NaN where there is none. */
  readonly fitted: Float64Array;
  readonly diagnostics: Diagnostics;
  predict(steps: number, options?: PredictOptions): Forecast;
  /** Plain data from which the model's `fromJson` makes the same predictions to the last bit. */
  toJson(): unknown;
}

/** A way to forecast: one value per method, its options bound. */
export interface Forecaster {
  /** Short stable name: "seasonal-naive", "ets". */
  readonly id: string;
  /** Undetermined when the series is too short or holds nothing to learn from. */
  fit(series: Series): Inferred<{ readonly model: FittedForecaster }>;
}
