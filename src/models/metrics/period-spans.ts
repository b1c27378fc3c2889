import type { Grain } from "../../contract/selection.ts";
import { addDays, type Day, dayOf, HOUR_MS, startOfDayMs } from "../../core/calendar.ts";
import { addPeriods, earlierDay, hoursBetween, laterDay, periodsBetween } from "../../core/periods.ts";
import type { TimeRange } from "../project-day.ts";
import { completeDays, completeUntilMs } from "./complete-days.ts";
import { type DayRange, sourceOf } from "./metric-request.ts";
import type { SeriesContext } from "./metric-series.ts";

/** One period of a window, as far as the data reach. */
export interface PeriodSpan {
  /** As `metricQuery` names it. */
  readonly period: string;
  readonly partial: boolean;
  /** False where the metric's source has no data at all. */
  readonly hasData: boolean;
}

export interface SpanOptions extends SeriesContext {
  readonly grain: Grain;
}

/** The periods of a window in order, for one metric. */
export function periodSpans(window: DayRange, metric: string, options: SpanOptions): readonly PeriodSpan[] {
  return sourceSpans(window, sourceOf(metric, options.project), options);
}

/** The periods of a window in order: a period is partial when the source's complete days or the window cut it. */
export function sourceSpans(window: DayRange, source: string, options: SpanOptions): readonly PeriodSpan[] {
  const { grain, project, ranges, asOfMs } = options;
  const zone = project.project.timezone;
  const range = ranges.get(source);
  if (grain === "hour") return hourSpans(window, options, range);
  const complete = range === undefined ? null : completeDays(range, asOfMs, zone);
  const first = range === undefined ? null : dayOf(range.minMs, zone);
  const end = range === undefined ? null : addDays(dayOf(range.maxMs, zone), 1);
  const span = (start: Day, next: Day): PeriodSpan => ({
    period: start,
    partial:
      complete === null ||
      start < laterDay(window.from, complete.first) ||
      next > earlierDay(window.to, addDays(complete.last, 1)),
    hasData: first !== null && end !== null && start < end && next > first,
  });
  if (grain === "total") return [span(window.from, window.to)];
  return periodsBetween(window, grain, project.project.week_start).map((start) =>
    span(start, addPeriods(start, 1, grain)),
  );
}

function hourSpans(window: DayRange, options: SpanOptions, range: TimeRange | undefined): readonly PeriodSpan[] {
  const whole = range === undefined ? null : wholeHours(range, options);
  return hoursBetween(window, options.project.project.timezone).map((start) => ({
    period: new Date(start).toISOString().replace(".000Z", "Z"),
    partial: whole === null || start < whole.fromMs || whole.toMs < start + HOUR_MS,
    hasData: range !== undefined && start + HOUR_MS > range.minMs && start <= range.maxMs,
  }));
}

/** Between which instants hours are whole: those of complete days, on other days those that rows span. */
function wholeHours(
  range: TimeRange,
  { project, asOfMs }: SpanOptions,
): { readonly fromMs: number; readonly toMs: number } {
  const zone = project.project.timezone;
  const spanned = { fromMs: range.minMs, toMs: Math.min(range.maxMs, completeUntilMs(range, asOfMs, zone)) };
  const complete = completeDays(range, asOfMs, zone);
  if (complete === null) return spanned;
  return {
    fromMs: Math.min(spanned.fromMs, startOfDayMs(complete.first, zone)),
    toMs: Math.max(spanned.toMs, startOfDayMs(addDays(complete.last, 1), zone)),
  };
}
