import { isAdditive } from "../../contract/selection.ts";
import { dayOf } from "../../core/calendar.ts";
import { AppError, asAppError } from "../../core/errors.ts";
import { type JudgedForecast, judgeForecast, type NoForecast } from "../../forecast/judge/judged-forecast.ts";
import type { ForecastQuestion } from "../../forecast/judge/question.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import type { ComputeContext, Computed, Done } from "../analysis.ts";
import { type DatedEvent, unknownEvents } from "../known-events.ts";
import { forecastable, futureQuestion, type MetricPast, metricPast, type PastLine } from "../metric-future.ts";
import type { ForecastParams } from "./params.ts";

/** The forecast of one metric or of one combination of values, in short. */
export interface ForecastLine {
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  readonly together: Together;
  readonly keys: readonly string[];
  /** Why there is no forecast; null where there is one. */
  readonly reason: string | null;
  readonly model: string | null;
  /** Mean absolute scaled error in the back-test, and that of seasonal naive. */
  readonly mase: number | null;
  readonly naiveMase: number | null;
  /** Over as many last steps as are forecast; null where one has no value. */
  readonly last: number | null;
  /** Over the steps forecast. */
  readonly next: { readonly mean: number; readonly low: number; readonly high: number } | null;
  /** The largest step forecast. */
  readonly peak: { readonly period: string; readonly value: number } | null;
  /** Every step forecast, with the ends of the first interval asked for. */
  readonly ahead: { readonly mean: Numbers; readonly low: Numbers; readonly high: Numbers } | null;
}

/** A metric forecast beside the first one. */
export interface BesideLine extends ForecastLine {
  readonly past: Numbers;
}

type Numbers = readonly (number | null)[];
/** Steps add up to a whole that means something: `last`, `next` and the goal are sums, else means of steps. */
type Together = "sum" | "mean";

export interface ForecastResult {
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  readonly grain: ForecastParams["grain"];
  readonly timezone: string;
  readonly together: Together;
  readonly past: { readonly periods: readonly string[]; readonly values: Numbers };
  readonly future: readonly string[];
  readonly total: JudgedForecast;
  /** Known events, past and to come, in the order of their days. */
  readonly events: readonly DatedEvent[];
  readonly leftOut: readonly string[];
  readonly dimensions: readonly string[];
  /** The first metric and those beside it; none when it is alone. */
  readonly beside: readonly BesideLine[];
  /** One per metric and combination of values, the largest of each metric first. */
  readonly lines: readonly ForecastLine[];
}

interface Rows {
  readonly series: readonly MetricRow[];
}

/** One series to be forecast; of all but the first only what `ForecastLine` shows is kept. */
export interface ForecastTask {
  readonly question: ForecastQuestion;
  readonly brief: boolean;
}

/** A series that could not be forecast because of an error in the program. */
interface FailedForecast {
  readonly status: "failed";
  readonly reason: string;
}
type Outcome = JudgedForecast | NoForecast | FailedForecast;

export const splitOf = ({ by, top, metrics }: ForecastParams) => ({ by, top, metrics });

/** One question for each whole and one for each value; nothing when there is nothing to ask. */
export function forecastTasks(rows: Rows, params: ForecastParams, context: ComputeContext): readonly ForecastTask[] {
  const past = metricPast(rows.series, params, { split: splitOf(params), context });
  if ("undetermined" in past) return [];
  const seed = Math.floor(context.rng() * 2 ** 32);
  return past.lines.map(({ values }, i) => {
    const ask = i === 0 ? { goal: goalOf(params, past, values) } : {};
    return { question: futureQuestion(values, past, { params, seed, ask }), brief: i > 0 };
  });
}

/** The forecast of a task. An error is an outcome too: one series of many does not take the others with it. */
export function forecastOutcome({ question, brief }: ForecastTask): Outcome {
  try {
    const outcome = judgeForecast(question);
    if (outcome.status !== "ok" || !brief) return outcome;
    return { ...outcome, fitted: [], components: [], parameters: [], lastFold: null };
  } catch (error) {
    return { status: "failed", reason: asAppError(error).message };
  }
}

function goalOf(
  { goal, goal_from: from }: ForecastParams,
  { what, past }: MetricPast,
  values: readonly (number | null)[],
): ForecastQuestion["ask"]["goal"] {
  if (goal === undefined) return undefined;
  const days = Array.from(past.times, (time) => dayOf(time, past.timezone));
  const sofar = values.flatMap((value, i) => (from === undefined || (days[i] ?? "") < from ? [] : (value ?? [])));
  return { atLeast: goal, sofar, of: togetherOf(what) };
}

function togetherOf({ id, project }: Pick<MetricPast["what"], "id" | "project">): Together {
  const kind = project.metrics[id]?.kind;
  return (kind === "count" || kind === "sum") && isAdditive(id, project) ? "sum" : "mean";
}

/** @throws AppError INTERNAL where the forecast of the first metric failed */
export function computeForecast(
  rows: Rows & Done<Outcome>,
  params: ForecastParams,
  context: ComputeContext,
): Computed<ForecastResult> {
  forecastable(params, context.project);
  const past = metricPast(rows.series, params, { split: splitOf(params), context });
  if ("undetermined" in past) return { status: "undetermined", reason: past.undetermined, warnings: [] };
  const [total] = rows.outcomes;
  if (total?.status === "failed") throw new AppError("INTERNAL", `the forecast failed: ${total.reason}`);
  if (total === undefined || total.status !== "ok") {
    const reason = total?.reason ?? "no rows are left by the filters, the segment and the days asked for";
    return { status: "undetermined", reason, warnings: leftOutWarning(past.leftOut, params) };
  }
  const { what } = past;
  const lines = past.lines.map((line, i) => ({ ...shortLine(line, rows.outcomes[i], past), past: line.values }));
  const wholes = lines.filter(({ keys }) => keys.length === 0);
  const order = wholes.map(({ metric }) => metric);
  const result: ForecastResult = {
    ...{ metric: what.id, label: what.label, unit: what.unit },
    ...{ grain: params.grain, timezone: past.past.timezone, together: togetherOf(what) },
    past: { periods: past.past.periods, values: past.lines[0]?.values ?? [] },
    future: past.future.periods,
    ...{ total, events: past.events, leftOut: past.leftOut, dimensions: params.by },
    beside: wholes.length > 1 ? wholes : [],
    lines: lines
      .flatMap(({ past: _, ...line }) => (line.keys.length > 0 ? [line] : []))
      .toSorted(
        (a, b) =>
          order.indexOf(a.metric) - order.indexOf(b.metric) ||
          (b.next?.mean ?? Number.NEGATIVE_INFINITY) - (a.next?.mean ?? Number.NEGATIVE_INFINITY),
      ),
  };
  const warnings = [
    ...leftOutWarning(past.leftOut, params),
    ...past.missed,
    ...unknownEvents(total.events, past.events),
    ...total.warnings,
  ];
  return { status: "ok", result, warnings: [...warnings, ...failures(past.lines, rows.outcomes)] };
}

const NAMED_FAILURES = 5;

function failures(lines: readonly PastLine[], outcomes: readonly Outcome[]): readonly string[] {
  const failed = outcomes.flatMap((outcome, i) =>
    outcome.status === "failed" ? [{ ...outcome, line: lines[i] }] : [],
  );
  if (failed.length === 0) return [];
  const named = failed
    .slice(0, NAMED_FAILURES)
    .map(({ line, reason }) => `${[line?.metric, ...(line?.keys ?? [])].join(" · ")} (${reason})`);
  const more = failed.length > NAMED_FAILURES ? ` and ${failed.length - NAMED_FAILURES} more` : "";
  return [`${failed.length} of ${outcomes.length} forecasts failed: ${named.join(", ")}${more}`];
}

function shortLine(
  { metric, keys, values }: PastLine,
  outcome: Outcome | undefined,
  { what, future }: MetricPast,
): ForecastLine {
  const { label = metric, unit = null } = metric === what.id ? what : (what.project.metrics[metric] ?? {});
  const together = togetherOf({ id: metric, project: what.project });
  const about = { metric, label, unit, together, keys };
  const none = { ...about, model: null, mase: null, naiveMase: null, last: null, next: null, peak: null, ahead: null };
  if (outcome === undefined) return { ...none, reason: "it was not forecast" };
  if (outcome.status === "failed") return { ...none, reason: `failed: ${outcome.reason}` };
  if (outcome.status !== "ok") return { ...none, reason: outcome.reason };
  const steps = outcome.mean.length;
  const divisor = together === "sum" ? 1 : steps;
  const { mean, low, high } = outcome.outlook.total;
  const [band] = outcome.bands;
  return {
    ...{ ...about, reason: null, model: outcome.model },
    mase: outcome.scores[0]?.mase ?? null,
    naiveMase: outcome.scores.find(({ id }) => id === "seasonal-naive")?.mase ?? null,
    last: lastTogether(values, steps, divisor),
    next: { mean: mean / divisor, low: low / divisor, high: high / divisor },
    peak: peakOf(outcome.mean, future.periods),
    ahead: { mean: outcome.mean, low: band?.low ?? [], high: band?.high ?? [] },
  };
}

function peakOf(mean: Numbers, periods: readonly string[]): ForecastLine["peak"] {
  return mean.reduce<ForecastLine["peak"]>((best, value, i) => {
    const period = periods[i];
    return value === null || period === undefined || (best !== null && best.value >= value) ? best : { period, value };
  }, null);
}

/** The last steps together; null where there are fewer, or one has no value. */
export function lastTogether(values: readonly (number | null)[], steps: number, divisor: number): number | null {
  const tail = values.slice(-steps);
  if (tail.length < steps || tail.includes(null)) return null;
  return tail.reduce<number>((sum, value) => sum + (value ?? 0), 0) / divisor;
}

function leftOutWarning(leftOut: readonly string[], { grain }: ForecastParams): readonly string[] {
  const [first] = leftOut;
  if (first === undefined) return [];
  const what = leftOut.length === 1 ? `the ${grain} ${first} is` : `${leftOut.length} ${grain}s from ${first} on are`;
  return [`${what} not over, so nothing is learned from it; the forecast begins there`];
}
