import { portmanteau } from "../autocorrelation/portmanteau.ts";
import { type BackTest, backTest } from "../backtest/back-test.ts";
import { seriesBefore } from "../backtest/rolling-origin.ts";
import { hasScore, type Score, scoreOf } from "../backtest/score.ts";
import { automatic, chooseForecaster } from "../choice/automatic.ts";
import { conformal } from "../choice/conformal.ts";
import { remembered } from "../choice/remembered.ts";
import { withEvents } from "../events/with-events.ts";
import type { FittedForecaster, Forecast, Forecaster, Parameter, Series } from "../forecaster.ts";
import { errorCorrelation, samplePaths } from "../paths.ts";
import { type Bounds, bounded } from "./bounds.ts";
import { costlyCandidates, type SparedModel } from "./costly-models.ts";
import { type EventEffect, feltEvents } from "./event-effect.ts";
import { CHOOSING_FOLDS, modelNamed, usualCandidates } from "./models.ts";
import { type Outlook, outlookOf } from "./outlook.ts";
import type { ForecastQuestion } from "./question.ts";

type Numbers = readonly (number | null)[];

export interface Band {
  readonly level: number;
  readonly low: Numbers;
  readonly high: Numbers;
}

/** A forecast with everything by which to judge it: plain data. */
export interface JudgedForecast {
  readonly status: "ok";
  /** The fitted model's name. */
  readonly method: string;
  /** The model asked for or chosen, and why it is used: words that follow its name. */
  readonly model: string;
  readonly why: string;
  /** Steps fitted to, and those of them that have no value and were filled. */
  readonly n: number;
  readonly filled: number;
  readonly periods: readonly number[];
  readonly mean: Numbers;
  readonly bands: readonly Band[];
  readonly components: readonly { readonly name: string; readonly values: Numbers }[];
  /** One-step predictions of the values fitted to. */
  readonly fitted: Numbers;
  readonly parameters: readonly Parameter[];
  /** One for each event and day of its window. */
  readonly events: readonly EventEffect[];
  readonly information: { readonly aic: number | null; readonly aicc: number | null; readonly bic: number | null };
  readonly residuals: {
    readonly sd: number | null;
    /** Of independence up to `lags`; null where it cannot be tested. */
    readonly ljungBox: { readonly pValue: number; readonly statistic: number; readonly lags: number } | null;
  };
  /** What is used, seasonal naive, then every other candidate, scored on the same folds. */
  readonly scores: readonly Score[];
  /** Models that `auto` did not compare because there was no time for them. */
  readonly spared: readonly SparedModel[];
  /** What was said of the last fold, not knowing it, and what came. */
  readonly lastFold: {
    readonly origin: number;
    readonly actual: Numbers;
    readonly mean: Numbers;
    readonly naive: Numbers;
    readonly bands: readonly Band[];
  } | null;
  readonly outlook: Outlook;
  readonly warnings: readonly string[];
}

export interface NoForecast {
  readonly status: "undetermined";
  readonly reason: string;
}

const PATHS = 2000;

/**
 * Forecasts one series: chooses a model by back-tests on its past, scores it on other folds, and fits it to everything.
 * It keeps to its bounds, and where all values are at least 0, so is the forecast. Undetermined with fewer than three values, or nothing to learn from.
 */
export function judgeForecast(question: ForecastQuestion): JudgedForecast | NoForecast {
  const series = seriesOf(question);
  const known = series.values.filter(Number.isFinite).length;
  if (known < 3) return { status: "undetermined", reason: `${known} complete periods have a value; 3 are needed` };
  const horizon = question.futureTimes.length;
  const plan = { horizon, levels: question.levels, seed: question.seed };
  const { used, baseline, candidates, choice, spared } = modelsOf(question, series);
  const fit = used.fit(series);
  if (fit.status !== "ok") return { status: "undetermined", reason: `${fit.method}: ${fit.reason}` };
  const tests = [used, baseline, ...candidates].map((model) =>
    backTest(model, series, { ...plan, folds: question.folds }),
  );
  const [own, naive] = tests;
  const bounds = boundsOf(question, series);
  const futureTimes = Float64Array.from(question.futureTimes);
  const raw = fit.model.predict(horizon, { levels: question.levels, seed: question.seed, times: futureTimes });
  const forecast = within(raw, bounds);
  const events = feltEvents(fit.model, series, question);
  const correlation = (own === undefined ? null : errorCorrelation(own)) ?? 0.5;
  const paths = samplePaths(raw, { count: PATHS, seed: question.seed, correlation });
  return {
    status: "ok",
    method: fit.model.method,
    model: choice?.id ?? used.id,
    why: choice?.reason ?? "it was asked for",
    n: series.values.length,
    filled: series.values.length - known,
    periods: series.periods,
    mean: plain(forecast.mean),
    bands: bandsOf(forecast),
    components: Object.entries(forecast.components).map(([name, values]) => ({ name, values: plain(values) })),
    ...diagnosed(fit.model, series),
    events,
    spared,
    scores: distinct(tests.map(scoreOf)),
    lastFold:
      own === undefined || naive === undefined
        ? null
        : lastFold(own, naive, (origin) => boundsOf(question, seriesBefore(series, origin))),
    outlook: outlookOf(
      paths.map((path) => bounded(path, bounds)),
      question.ask,
    ),
    warnings: fit.warnings,
  };
}

function boundsOf({ bounds = {} }: ForecastQuestion, { values }: Series): Bounds {
  const { cap, floor = values.every((value) => !(value < 0)) ? 0 : undefined } = bounds;
  return { cap, floor };
}

function seriesOf({ values, times, periods, window }: ForecastQuestion): Series {
  const from = Math.max(0, values.length - (window ?? values.length));
  const kept = values.slice(from);
  return {
    values: Float64Array.from(kept, (value) => value ?? Number.NaN),
    periods: periods.filter((period) => kept.length >= 2 * period),
    times: Float64Array.from(times.slice(from)),
  };
}

interface Models {
  readonly used: Forecaster;
  readonly baseline: Forecaster;
  /** Models that are scored beside the one used. */
  readonly candidates: readonly Forecaster[];
  readonly choice: { readonly id: string; readonly reason: string } | null;
  readonly spared: readonly SparedModel[];
}

function modelsOf(question: ForecastQuestion, series: Series): Models {
  const { model, events, intervals, times, futureTimes, folds, zone, bounds, budget = 0 } = question;
  const setting = { events, zone, bounds, steps: [...times, ...futureTimes] };
  const horizon = futureTimes.length;
  const judged = (model: Forecaster): Forecaster =>
    intervals === "model" ? model : remembered(conformal(model, { horizon, folds }));
  const baseline = judged(remembered(modelNamed("seasonal-naive", setting)));
  if (model === "seasonal-naive") return { used: baseline, baseline, candidates: [], choice: null, spared: [] };
  if (model !== "auto")
    return { used: judged(remembered(modelNamed(model, setting))), baseline, candidates: [], choice: null, spared: [] };
  const costly = costlyCandidates(series, setting, { fits: folds + CHOOSING_FOLDS + 1, budget });
  const usual = usualCandidates(series.periods, (single) => withEvents(single, events));
  const candidates = [...usual, ...costly.candidates].map(judged);
  const options = { candidates, baseline, plan: { horizon, folds: CHOOSING_FOLDS } };
  const { forecaster, reason } = chooseForecaster(series, options);
  return {
    used: automatic(options),
    baseline,
    candidates,
    choice: { id: forecaster.id, reason },
    spared: costly.spared,
  };
}

const plain = (values: Float64Array): Numbers => Array.from(values, (value) => (Number.isFinite(value) ? value : null));

const bandsOf = ({ intervals }: Forecast): readonly Band[] =>
  intervals.map(({ level, low, high }) => ({ level, low: plain(low), high: plain(high) }));

function within(forecast: Forecast, bounds: Bounds): Forecast {
  const cut = (values: Float64Array): Float64Array => bounded(values, bounds);
  const intervals = forecast.intervals.map(({ level, low, high }) => ({ level, low: cut(low), high: cut(high) }));
  return { ...forecast, mean: cut(forecast.mean), intervals };
}

function diagnosed(
  { fitted, diagnostics }: FittedForecaster,
  { values, periods }: Series,
): Pick<JudgedForecast, "fitted" | "parameters" | "information" | "residuals"> {
  const errors = values.map((value, i) => value - (fitted[i] ?? Number.NaN));
  const residuals = errors.filter(Number.isFinite);
  const mean = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
  const square = residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const lags = Math.min(2 * (periods[0] ?? 5), Math.floor(residuals.length / 5));
  const test = lags < 1 ? null : portmanteau(errors, { lags, gaps: "skip" });
  return {
    fitted: plain(fitted),
    parameters: diagnostics.parameters,
    information: { aic: diagnostics.aic, aicc: diagnostics.aicc, bic: diagnostics.bic },
    residuals: {
      sd: residuals.length < 2 ? null : Math.sqrt(square / (residuals.length - 1)),
      ljungBox: test?.status === "ok" ? { pValue: test.pValue, statistic: test.statistic, lags: test.lags } : null,
    },
  };
}

/** Scores by name; the same model is not shown twice. */
function distinct(scores: readonly Score[]): readonly Score[] {
  return scores.filter(({ id }, i) => scores.findIndex((other) => other.id === id) === i);
}

function lastFold(own: BackTest, naive: BackTest, boundsAt: (origin: number) => Bounds): JudgedForecast["lastFold"] {
  const at = own.folds.findLastIndex(hasScore);
  const [last, beside] = [own.folds[at], naive.folds[at]];
  if (last === undefined || last.forecast === null) return null;
  const forecast = within(last.forecast, boundsAt(last.origin));
  return {
    origin: last.origin,
    actual: plain(last.actual),
    mean: plain(forecast.mean),
    naive: beside?.forecast === null || beside === undefined ? [] : plain(beside.forecast.mean),
    bands: bandsOf(forecast),
  };
}
