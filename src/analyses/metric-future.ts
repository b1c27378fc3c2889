import { z } from "zod";
import type { Project } from "../contract/project/project.ts";
import { selectionShape } from "../contract/selection.ts";
import { startOfDayMs } from "../core/calendar.ts";
import { isCalendarRule } from "../core/calendar-rule.ts";
import { AppError } from "../core/errors.ts";
import { type Grid, gridAfter } from "../forecast/calendar/grid.ts";
import type { KnownEvent } from "../forecast/events/known-event.ts";
import { MODEL_NAMES } from "../forecast/judge/models.ts";
import type { ForecastQuestion } from "../forecast/judge/question.ts";
import { metricQuery } from "../models/metrics/metric-query.ts";
import { type MetricRequest, sourceOf } from "../models/metrics/metric-request.ts";
import type { MetricRow } from "../models/metrics/metric-row.ts";
import { metricSeries } from "../models/metrics/metric-series.ts";
import { resolveWindows } from "../models/metrics/windows.ts";
import type { Query } from "../sql/query.ts";
import type { AnalysisContext } from "./analysis.ts";
import { type DatedEvent, daysOf, eventSteps, knownShape, missedEvents, toldEvents } from "./known-events.ts";

/** Parameters of every analysis that looks ahead: what is forecast, how far, and by what. */
export const futureShape = {
  metric: z.string().optional().describe("id of the metric to forecast; default: the project's first"),
  event: z.string().optional().describe("instead of a metric: name of an event, which is counted"),
  ...selectionShape,
  grain: z.enum(["hour", "day", "week", "month"]).default("day").describe("steps: hour, day, week or month"),
  horizon: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("steps to forecast; default 48 hours, 28 days, 12 weeks or 6 months"),
  model: z
    .enum(["auto", ...MODEL_NAMES])
    .default("auto")
    .describe("model; auto: the one with the smallest errors in the past, seasonal-naive unless another beats it"),
  budget: z
    .number()
    .min(0)
    .max(100_000)
    .default(10)
    .describe(
      "with auto: seconds of one core that ARIMA and Prophet may take as candidates, estimated beforehand by the size of the data and shared by all series asked for; 0 leaves them out",
    ),
  train: z.int().min(10).max(20_000).default(2_000).describe("most steps a model learns from, the newest"),
  levels: z
    .array(z.number().gt(0).lt(1))
    .min(1)
    .max(5)
    .default([0.8, 0.95])
    .describe("levels of the intervals, such as 0.8,0.95"),
  intervals: z
    .enum(["model", "conformal"])
    .default("model")
    .describe("where intervals come from: the model's own formula, or conformal: its errors in the back-test"),
  folds: z
    .int()
    .min(1)
    .max(50)
    .default(4)
    .describe("back-tests: origins in the past to forecast from, a horizon apart"),
  cap: z
    .number()
    .optional()
    .describe("no value can be above: forecasts are cut there, and Prophet's trend grows towards it"),
  floor: z
    .number()
    .optional()
    .describe("no value can be below; default: 0 where none was. With a cap Prophet's trend starts from it"),
  ...knownShape,
};

const FutureParams = z.strictObject(futureShape);
type FutureParams = z.infer<typeof FutureParams>;

const USUAL_HORIZON = { hour: 48, day: 28, week: 12, month: 6 } as const;
const SEASONS = { hour: [24, 168], day: [7], week: [52], month: [12] } as const;

/** Steps to forecast. */
export const horizonOf = ({ horizon, grain }: Pick<FutureParams, "horizon" | "grain">): number =>
  horizon ?? USUAL_HORIZON[grain];

/** What is forecast, as the metrics layer knows it. */
export interface Forecastable {
  readonly id: string;
  readonly label: string;
  readonly unit: string | null;
  /** The project with it as a metric. */
  readonly project: Project;
}

/** What is looked ahead for; the project's first metric when nothing is named. @throws AppError USAGE when both are, or there is none */
export function forecastable(
  { metric, event }: Pick<FutureParams, "metric" | "event">,
  project: Project,
): Forecastable {
  if (event !== undefined && isCalendarRule(event.slice(event.search(/[:@]/) + 1)))
    throw new AppError("USAGE", `event: "${event}" is what happens on some days, not the name of events in the log`, {
      hint: `write it as --known "${event.replace(":", "@")}"`,
    });
  if (metric !== undefined && event !== undefined)
    throw new AppError("USAGE", "metric and event: one series is forecast at a time", { hint: "leave one out" });
  const named = metric ?? (event === undefined ? Object.keys(project.metrics)[0] : undefined);
  const declared = named === undefined ? undefined : project.metrics[named];
  if (named !== undefined && declared !== undefined)
    return { id: named, label: declared.label ?? named, unit: declared.unit ?? null, project };
  if (event === undefined)
    throw new AppError("USAGE", "the project declares no metric to forecast", {
      hint: "count an event: --event purchase",
    });
  const id = `event:${event}`;
  const counted = { kind: "count", entity: "event", filter: { event }, good: "neutral", unit: "events" } as const;
  return { id, label: event, unit: "events", project: { ...project, metrics: { ...project.metrics, [id]: counted } } };
}

interface Split {
  /** Dimensions to forecast each value of; none for the whole only. */
  readonly by: readonly string[];
  readonly top: number | null;
  /** Other metrics looked ahead for by the same steps. */
  readonly metrics?: readonly string[] | undefined;
}

type Asked = { readonly request: MetricRequest; readonly what: Forecastable };

/** What to ask of the metrics layer, or why there is nothing to ask. */
function futureRequest(
  params: FutureParams,
  split: Split,
  context: AnalysisContext,
): Asked | { readonly undetermined: string } {
  const what = forecastable(params, context.project);
  const { cap, floor } = params;
  if (cap !== undefined && floor !== undefined && cap <= floor)
    throw new AppError("USAGE", `cap: ${cap} is not above the floor, ${floor}`, { hint: "leave one out or change it" });
  const window = { from: params.from, to: params.to, grain: params.grain, compare: "none" as const };
  const metrics = [...new Set([what.id, ...(split.metrics ?? [])])];
  const sources = [...new Set(metrics.map((id) => sourceOf(id, what.project)))];
  const windows = resolveWindows(window, { ...context, sources });
  if ("undetermined" in windows) return windows;
  const request: MetricRequest = {
    ...{ metrics, windows: [windows.current], grain: params.grain },
    ...{ by: split.by, filters: params.where, segment: params.segment },
    ...{ top: split.by.length === 0 ? null : split.top, fromFacts: params.metric === undefined },
  };
  return { request, what };
}

export type FutureQueries = { readonly series: Query<MetricRow> | undefined };

export function futureQueries(params: FutureParams, split: Split, context: AnalysisContext): FutureQueries {
  const asked = futureRequest(params, split, context);
  if ("undetermined" in asked) return { series: undefined };
  return { series: metricQuery(asked.request, { ...context, project: asked.what.project }) };
}

/** One number per step of the past. */
export interface PastLine {
  readonly metric: string;
  /** None for the whole. */
  readonly keys: readonly string[];
  readonly values: readonly (number | null)[];
}

/** A metric's past in complete steps, and the steps that follow. */
export interface MetricPast {
  readonly what: Forecastable;
  readonly past: Grid;
  readonly future: Grid;
  /** The wholes first, that of the first metric before all, then each value. */
  readonly lines: readonly PastLine[];
  /** Known events, past and to come, in the order of their days, and the steps they are felt in. */
  readonly events: readonly DatedEvent[];
  readonly known: readonly KnownEvent[];
  /** What to say of events that are nowhere. */
  readonly missed: readonly string[];
  /** Steps at the end that are not over, and so are not learned from. */
  readonly leftOut: readonly string[];
}

/** The series a question is about, without steps at both ends that the data do not cover whole. */
export function metricPast(
  rows: readonly MetricRow[],
  params: FutureParams,
  { split, context }: { readonly split: Split; readonly context: AnalysisContext },
): MetricPast | { readonly undetermined: string } {
  const asked = futureRequest(params, split, context);
  if ("undetermined" in asked) return asked;
  const { request, what } = asked;
  const { timezone, week_start: weekStart } = what.project.project;
  const series = metricSeries(rows, request, { ...context, project: what.project });
  const points = series[0]?.points ?? [];
  const wholes = series.filter(({ keys }) => keys.length === 0);
  const isWhole = points.map((_, i) => wholes.every((one) => one.points[i]?.partial === false));
  const from = isWhole.indexOf(true);
  const to = isWhole.lastIndexOf(true) + 1;
  if (from < 0) return { undetermined: `no ${params.grain} is covered whole by the data and the days asked for` };
  const periods = points.slice(from, to).map(({ period }) => period);
  const times = Float64Array.from(periods, (period) => startMs(period, timezone));
  const past: Grid = { grain: params.grain, timezone, weekStart, periods, times };
  const future = gridAfter(past, horizonOf(params));
  const within = daysOf(past, future);
  const events = toldEvents(what.project, params, within);
  return {
    ...{ what, past, future, events, missed: missedEvents(params, events, within) },
    known: eventSteps(events, past, future),
    lines: series
      .toSorted((a, b) => a.keys.length - b.keys.length)
      .map(({ metric, keys, points: own }) => ({
        ...{ metric, keys },
        values: own.slice(from, to).map(({ value }) => value),
      })),
    leftOut: points.slice(to).map(({ period }) => period),
  };
}

/** The question of one line of a metric's past. */
export function futureQuestion(
  values: readonly (number | null)[],
  { past, future, known, lines }: Pick<MetricPast, "past" | "future" | "known" | "lines">,
  { params, seed, ask }: { readonly params: FutureParams } & Pick<ForecastQuestion, "seed" | "ask">,
): ForecastQuestion {
  const { model, train: window, levels, intervals, folds, grain, cap, floor } = params;
  return {
    ...{ values, model, window, levels, intervals, folds, seed, ask },
    times: [...past.times],
    futureTimes: [...future.times],
    periods: SEASONS[grain],
    events: known,
    ...{ zone: past.timezone, bounds: { cap, floor }, budget: shareOf(params, lines.length) },
  };
}

/**
 * Seconds of the budget for each series. Whole powers of two, so that one series more or less does not change the question
 * of the others, whose outcomes are kept.
 */
function shareOf({ budget, model }: FutureParams, series: number): number {
  return model !== "auto" || budget === 0 ? 0 : 2 ** Math.floor(Math.log2(budget / series));
}

const startMs = (period: string, timezone: string): number =>
  period.includes("T") ? Date.parse(period) : startOfDayMs(period, timezone);
