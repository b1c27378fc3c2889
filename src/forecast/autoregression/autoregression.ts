import { momentsOf } from "../../stats/descriptive/moments.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { fillGaps } from "../calendar/fill-gaps.ts";
import type { FittedForecaster, Forecaster, Series } from "../forecaster.ts";
import { type AutoregressionState, FittedAutoregression } from "./fitted-autoregression.ts";
import { type LagChoice, lagsOf } from "./lags.ts";
import { fitLags } from "./weighted-ridge.ts";

export interface AutoregressionOptions {
  readonly id?: string;
  /** Logarithms are taken where all values are above 0; default log. */
  readonly scale?: "log" | "linear";
  /** Default seasonal. */
  readonly lags?: LagChoice;
  /** Predict the change against the same step of the shortest or the longest season; default: the value itself. */
  readonly change?: "shortest" | "longest";
  /** Penalty on the squares of the coefficients of standardised values; default 0.01. */
  readonly ridge?: number;
  /** What was so many of the longest seasons ago counts half; default 2. Infinity: all counts alike. */
  readonly halfLife?: number;
}

const METHOD = "Seasonal autoregression";
/** Steps after which what was counts half, where there is no season. */
const WITHOUT_SEASON = 100;

/**
 * Each value from its own past: the steps just before it and those one and several seasons before, by least squares with
 * a small penalty. Several seasons at once and their lags are what exponential smoothing and ARIMA have no room for. Missing
 * values are taken from the line between their neighbours.
 */
export function autoregression(options: AutoregressionOptions = {}): Forecaster {
  return { id: options.id ?? "autoregression", fit: (series) => fitAutoregression(series, options) };
}

function fitAutoregression(
  { values, periods }: Series,
  options: AutoregressionOptions,
): Inferred<{ readonly model: FittedForecaster }> {
  const { scale = "log", lags: choice = "seasonal", change, ridge = 0.01, halfLife = 2 } = options;
  const n = values.filter((value) => !Number.isNaN(value)).length;
  if (n === 0) return undetermined(METHOD, n, "there are no known values");
  const { values: filled } = fillGaps(values);
  const logarithms = scale === "log" && filled.every((value) => value > 0);
  const scaled = logarithms ? filled.map(Math.log) : filled;
  const season = { shortest: periods[0], longest: periods.at(-1), none: undefined }[change ?? "none"] ?? 0;
  const changes = season === 0 ? scaled : scaled.subarray(season).map((value, i) => value - (scaled[i] as number));
  if (changes.length < 3)
    return undetermined(METHOD, n, `${n} known values are too few for a season of ${season} steps`);
  const { mean, m2 } = momentsOf(changes);
  const sd = Math.sqrt(m2 / changes.length);
  if (!(sd > 1e-12 * Math.abs(mean))) return undetermined(METHOD, n, "the values are all the same");
  const standard = changes.map((value) => (value - mean) / sd);
  const lags = lagsOf(periods, choice);
  const half = halfLife * (periods.at(-1) ?? WITHOUT_SEASON / 2);
  const fit = fitLags(standard, { lags, ridge, halfLife: half });
  if (fit === null) return undetermined(METHOD, n, `${n} known values are too few for ${lags.length} lags`);
  const state: AutoregressionState = {
    model: "autoregression",
    ...{ lags, logarithms, season, mean, sd, n },
    coefficients: [...fit.coefficients],
    ...{ intercept: fit.intercept, sigma2: fit.sigma2 },
    scaled: [...scaled],
  };
  const model = new FittedAutoregression(state);
  const assumptions = ["how a value depends on its past stays the same", "errors are independent and close to normal"];
  return { status: "ok", method: model.method, n, assumptions, warnings: [], model };
}
