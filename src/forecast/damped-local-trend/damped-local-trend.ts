import { momentsOf } from "../../stats/descriptive/moments.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { requireBetween } from "../../stats/input.ts";
import { fillGaps } from "../calendar/fill-gaps.ts";
import { toPlain } from "../fitted-state.ts";
import type { FittedForecaster, Forecaster, Series } from "../forecaster.ts";
import { nelderMead } from "../nelder-mead.ts";
import { seasonalFigure } from "../seasonal-figure.ts";
import { FittedDampedLocalTrend } from "./fitted-damped-local-trend.ts";
import { type LocalProblem, minusLogPosterior, runThrough } from "./posterior.ts";
import type { DampedLocalTrendParameters, GlobalTrend } from "./recursion.ts";

const METHOD = "Damped local trend";
const LEAST_VALUES = 10;

export interface DampedLocalTrendOptions {
  /** By default the one with the smallest BIC. */
  readonly globalTrend?: GlobalTrend;
  /** What remains of the local slope after a step, between 0 and 1; default 0.8, as in Orbit. */
  readonly damping?: number;
  /** Steps of the season; default the shortest period of the series. */
  readonly period?: number;
}

interface LocalEstimate {
  readonly problem: LocalProblem;
  readonly parameters: DampedLocalTrendParameters;
  readonly logLik: number;
  readonly count: number;
  readonly bic: number;
}

/**
 * The damped local trend model of Orbit (Ng, Wang, Chen, Smyl and Zhang 2021) at its posterior mode: a global trend, a level with
 * a damped slope, an additive season and Student errors, so that single outliers count little. The season before the first value
 * is that of a classical decomposition. Intervals are simulated and leave out that parameters are estimated. Missing values
 * are passed over.
 */
export function dampedLocalTrend(options: DampedLocalTrendOptions = {}): Forecaster {
  const { damping = 0.8 } = options;
  requireBetween(damping, [0, 1], "damping of the local slope");
  return { id: "damped-local-trend", fit: (series) => fitLocalTrend(series, { ...options, damping }) };
}

function fitLocalTrend(
  { values, periods }: Series,
  { globalTrend, damping, period = periods[0] ?? 1 }: DampedLocalTrendOptions & { readonly damping: number },
): Inferred<{ readonly model: FittedForecaster }> {
  const known = values.filter((value) => !Number.isNaN(value));
  const n = known.length;
  if (n < LEAST_VALUES) return undetermined(METHOD, n, `${n} known values; ${LEAST_VALUES} are needed`);
  if (!known.every(Number.isFinite)) return undetermined(METHOD, n, "a value is not finite");
  const { mean, m2 } = momentsOf(known);
  const sd = Math.sqrt(m2 / (n - 1));
  if (!(sd > 0)) return undetermined(METHOD, n, "the values are all the same");
  const first = values.findIndex((value) => !Number.isNaN(value));
  const standardised = values.subarray(first).map((value) => (value - mean) / sd);
  const seasonal = period > 1 && standardised.length >= 2 * period;
  const season = seasonal
    ? seasonalFigure(fillGaps(standardised, period).values, period, "additive")
    : new Float64Array(0);
  const trends: readonly GlobalTrend[] = globalTrend ? [globalTrend] : ["flat", "linear", "log-linear"];
  const found = trends
    .map((trend) =>
      estimate({ values: standardised, season, frame: { trend, damping, length: standardised.length } }, n),
    )
    .filter((estimate) => estimate !== null)
    .reduce<LocalEstimate | null>((best, next) => (best === null || next.bic < best.bic ? next : best), null);
  if (found === null) return undetermined(METHOD, n, "the errors are not finite");
  const { problem, parameters, logLik, count, bic } = found;
  const { fitted, last } = runThrough(problem, parameters);
  const unscaled = new Float64Array(values.length).fill(Number.NaN);
  unscaled.set(
    fitted.map((value) => mean + sd * value),
    first,
  );
  const model = new FittedDampedLocalTrend({
    model: "damped-local-trend",
    frame: problem.frame,
    parameters,
    last: { level: last.level, slope: last.slope, season: [...last.season] },
    mean,
    sd,
    // in the unit of the series: its density is that of the standardised one over sd
    ...{ n, count, logLik: logLik - (n - 1) * Math.log(sd), bic: bic + 2 * (n - 1) * Math.log(sd) },
    fitted: toPlain(unscaled),
  });
  const warnings = n < values.length ? [`${values.length - n} missing values were passed over`] : [];
  const assumptions = ["errors are independent with Student's distribution", "the global trend goes on"];
  return { status: "ok", method: model.method, n, assumptions, warnings, model };
}

function estimate(problem: LocalProblem, n: number): LocalEstimate | null {
  const seasonal = problem.season.length > 0;
  const trended = problem.frame.trend !== "flat";
  const parametersAt = (at: Float64Array): DampedLocalTrendParameters => {
    const [level, slope, scale, df] = at as unknown as [number, number, number, number];
    const [season, growth] = [seasonal ? (at[4] as number) : 0, trended ? (at[at.length - 1] as number) : 0];
    return { level, slope, season, growth, scale: Math.exp(scale), df };
  };
  const start = Float64Array.from([0.5, 0.1, Math.log(0.3), 20, ...(seasonal ? [0.1] : []), ...(trended ? [0] : [])]);
  const found = nelderMead((at) => minusLogPosterior(problem, parametersAt(at)), start, { maxEvaluations: 1500 });
  if (found === null) return null;
  const parameters = parametersAt(found.at);
  const { logLik } = runThrough(problem, parameters);
  const count = start.length;
  return { problem, parameters, logLik, count, bic: -2 * logLik + count * Math.log(n) };
}
