import { type Inferred, undetermined } from "../../stats/inference.ts";
import { fillGaps } from "../calendar/fill-gaps.ts";
import type { FittedForecaster, Forecaster, Series } from "../forecaster.ts";
import { type EtsEstimate, estimate } from "./estimate.ts";
import { FittedEts } from "./fitted-ets.ts";
import { type ErrorForm, type EtsForm, formsToTry, type SeasonForm, type TrendForm } from "./form.ts";
import { stateOfEstimate } from "./model-state.ts";

const METHOD = "ETS";
/** As in R: more seasonal states than this cannot be estimated well. */
const LONGEST_PERIOD = 24;

export interface EtsOptions {
  /** Fixes the error; by default both are tried. */
  readonly error?: ErrorForm;
  /** Fixes the trend; by default none, additive and damped additive are tried. */
  readonly trend?: TrendForm;
  /** Fixes the season; by default all are tried. */
  readonly season?: SeasonForm;
  /** Tries multiplicative trends too. */
  readonly multiplicativeTrend?: boolean;
  /** Steps of the season; default the shortest period of the series. */
  readonly period?: number;
  /** What is smallest in the form chosen; default aicc. */
  readonly criterion?: "aicc" | "aic" | "bic";
}

/**
 * Exponential smoothing with the form chosen by an information criterion: the state space models of Hyndman, Koehler, Ord and Snyder
 * (2008), as R's `forecast::ets` estimates them. Missing values are passed over: the states go on as forecast. A season of
 * more than 24 steps is left out with a warning; `seasonallyAdjusted(ets())` takes care of those.
 */
export function ets(options: EtsOptions = {}): Forecaster {
  return { id: "ets", fit: (series) => fitEts(series, options) };
}

function fitEts(series: Series, options: EtsOptions): Inferred<{ readonly model: FittedForecaster }> {
  const { values, periods } = series;
  const known = values.filter((value) => !Number.isNaN(value));
  const n = known.length;
  if (n === 0) return undetermined(METHOD, n, "there are no known values");
  const period = options.period ?? periods[0] ?? 1;
  const least = known.reduce((low, value) => Math.min(low, value), Infinity);
  const greatest = known.reduce((high, value) => Math.max(high, value), -Infinity);
  if (!Number.isFinite(least) || !Number.isFinite(greatest)) return undetermined(METHOD, n, "a value is not finite");
  if (n < 4) return undetermined(METHOD, n, `${n} known values; 4 are needed`);
  const warnings = warningsFor({ period, gaps: values.length - n });
  const assumptions = ["errors are independent and close to normal", "the form stays the same after the last value"];
  if (least === greatest) {
    const model = new FittedEts(stateOfEstimate(constantEstimate(values, least)));
    warnings.push("the values are all the same: the intervals have no width");
    return { status: "ok", method: model.method, n, assumptions, warnings, model };
  }
  const seasonal = period > 1 && period <= LONGEST_PERIOD && values.length > period;
  const forms = formsToTry({ ...options, positive: least > 0, seasonal });
  const best = bestOf(forms, { values, period }, options.criterion ?? "aicc");
  if (best === null) return undetermined(METHOD, n, whyNoForm(forms, n));
  const model = new FittedEts(stateOfEstimate(best));
  return { status: "ok", method: model.method, n, assumptions, warnings, model };
}

function bestOf(
  forms: readonly EtsForm[],
  { values, period }: { readonly values: Float64Array; readonly period: number },
  criterion: "aicc" | "aic" | "bic",
): EtsEstimate | null {
  const filled = fillGaps(values, period).values;
  let best: EtsEstimate | null = null;
  for (const form of forms) {
    const found = estimate(form, { values, filled, period });
    if (found !== null && found[criterion] < (best?.[criterion] ?? Infinity)) best = found;
  }
  return best;
}

function whyNoForm(forms: readonly EtsForm[], n: number): string {
  if (forms.length === 0)
    return "the forms asked for do not fit these data: they need positive values or a season, or are unstable";
  return `${n} known values are too few for the parameters of the forms asked for`;
}

function warningsFor({ period, gaps }: { readonly period: number; readonly gaps: number }): string[] {
  const warnings: string[] = [];
  if (gaps > 0) warnings.push(`${gaps} missing values were passed over`);
  if (period > LONGEST_PERIOD) {
    warnings.push(`the season of ${period} steps was left out: ETS models seasons of at most ${LONGEST_PERIOD}`);
  }
  return warnings;
}

/** The model of a series that never changes, which has no likelihood. */
function constantEstimate(values: Float64Array, value: number): EtsEstimate {
  const states = { level: value, growth: Number.NaN, season: new Float64Array(0) };
  return {
    form: { error: "A", trend: "N", season: "N" },
    parameters: { alpha: 0.9999, beta: 0, gamma: 0, phi: 1 },
    initial: states,
    last: states,
    fitted: new Float64Array(values.length).fill(value),
    squares: 0,
    criterion: -Infinity,
    logLik: Infinity,
    aic: -Infinity,
    aicc: -Infinity,
    bic: -Infinity,
    sigma2: 0,
  };
}
