import { isAdditive } from "../../contract/selection.ts";
import type { JudgedForecast, NoForecast } from "../../forecast/judge/judged-forecast.ts";
import type { ForecastQuestion } from "../../forecast/judge/question.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import type { ComputeContext, Computed, Done } from "../analysis.ts";
import type { DatedEvent } from "../known-events.ts";
import { forecastable, futureQuestion, type MetricPast, metricPast } from "../metric-future.ts";
import type { ForecastParams } from "./params.ts";

/** The forecast of one value or combination of values, in short. */
export interface ForecastLine {
  readonly keys: readonly string[];
  /** Null where there is a forecast. */
  readonly reason: string | null;
  readonly model: string | null;
  /** Mean absolute scaled error in the back-test, and that of seasonal naive. */
  readonly mase: number | null;
  readonly naiveMase: number | null;
  /** Over as many last steps as are forecast; null where one has no value. */
  readonly last: number | null;
  /** Over the steps forecast. */
  readonly next: { readonly mean: number; readonly low: number; readonly high: number } | null;
}

export interface ForecastResult {
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  readonly grain: ForecastParams["grain"];
  readonly timezone: string;
  /** Steps add up to a whole that means something: `last`, `next` and the goal are sums, else means of steps. */
  readonly together: "sum" | "mean";
  readonly past: { readonly periods: readonly string[]; readonly values: readonly (number | null)[] };
  readonly future: readonly string[];
  readonly total: JudgedForecast;
  /** Known events, past and to come, in the order of their days. */
  readonly events: readonly DatedEvent[];
  readonly leftOut: readonly string[];
  readonly dimensions: readonly string[];
  /** One per combination of values, the largest first. */
  readonly lines: readonly ForecastLine[];
}

interface Rows {
  readonly series: readonly MetricRow[];
}

const splitOf = ({ by, top }: ForecastParams) => ({ by, top });

/** One question for the whole and one for each value; nothing when there is nothing to ask. */
export function forecastTasks(
  rows: Rows,
  params: ForecastParams,
  context: ComputeContext,
): readonly ForecastQuestion[] {
  const past = metricPast(rows.series, params, { split: splitOf(params), context });
  if ("undetermined" in past) return [];
  const seed = Math.floor(context.rng() * 2 ** 32);
  return past.lines.map(({ keys, values }) => {
    const ask = keys.length === 0 ? { goal: goalOf(params, past, values) } : {};
    return futureQuestion(values, past, { params, seed, ask });
  });
}

function goalOf(
  { goal, goal_from: from }: ForecastParams,
  { what, past }: MetricPast,
  values: readonly (number | null)[],
): ForecastQuestion["ask"]["goal"] {
  if (goal === undefined) return undefined;
  const sofar = values.filter((_, i) => from !== undefined && (past.periods[i] ?? "").slice(0, 10) >= from);
  return { atLeast: goal, sofar: sofar.map((value) => value ?? 0), of: togetherOf(what) };
}

function togetherOf({ id, project }: MetricPast["what"]): "sum" | "mean" {
  const kind = project.metrics[id]?.kind;
  return (kind === "count" || kind === "sum") && isAdditive(id, project) ? "sum" : "mean";
}

export function computeForecast(
  rows: Rows & Done<JudgedForecast | NoForecast>,
  params: ForecastParams,
  context: ComputeContext,
): Computed<ForecastResult> {
  forecastable(params, context.project);
  const past = metricPast(rows.series, params, { split: splitOf(params), context });
  if ("undetermined" in past) return { status: "undetermined", reason: past.undetermined, warnings: [] };
  const [total] = rows.outcomes;
  if (total === undefined || total.status !== "ok") {
    const reason = total?.reason ?? "no rows are left by the filters, the segment and the days asked for";
    return { status: "undetermined", reason, warnings: leftOutWarning(past.leftOut, params) };
  }
  const { what } = past;
  const together = togetherOf(what);
  const result: ForecastResult = {
    ...{
      metric: what.id,
      label: what.label,
      unit: what.unit,
      grain: params.grain,
      timezone: past.past.timezone,
      together,
    },
    past: { periods: past.past.periods, values: past.lines[0]?.values ?? [] },
    future: past.future.periods,
    ...{ total, events: past.events, leftOut: past.leftOut, dimensions: params.by },
    lines: past.lines
      .map(({ keys, values }, i) => shortLine({ keys, values }, rows.outcomes[i], together))
      .filter(({ keys }) => keys.length > 0)
      .toSorted((a, b) => (b.next?.mean ?? -Infinity) - (a.next?.mean ?? -Infinity)),
  };
  return {
    status: "ok",
    result,
    warnings: [...leftOutWarning(past.leftOut, params), ...past.missed, ...total.warnings],
  };
}

function shortLine(
  { keys, values }: MetricPast["lines"][number],
  outcome: JudgedForecast | NoForecast | undefined,
  together: ForecastResult["together"],
): ForecastLine {
  const none = { keys, model: null, mase: null, naiveMase: null, last: null, next: null };
  if (outcome === undefined) return { ...none, reason: "it was not forecast" };
  if (outcome.status !== "ok") return { ...none, reason: outcome.reason };
  const steps = outcome.mean.length;
  const divisor = together === "sum" ? 1 : steps;
  const { mean, low, high } = outcome.outlook.total;
  return {
    ...{ keys, reason: null, model: outcome.model },
    mase: outcome.scores[0]?.mase ?? null,
    naiveMase: outcome.scores.find(({ id }) => id === "seasonal-naive")?.mase ?? null,
    last: lastTogether(values, steps, divisor),
    next: { mean: mean / divisor, low: low / divisor, high: high / divisor },
  };
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
