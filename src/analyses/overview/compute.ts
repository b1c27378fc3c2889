import type { Metric } from "../../contract/project/metric.ts";
import { addDays, type Day } from "../../core/calendar.ts";
import type { CompleteDays } from "../../models/metrics/complete-days.ts";
import { sourceOf } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { type MetricSeries, metricSeries, relativeChange } from "../../models/metrics/metric-series.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import type { OverviewParams } from "./params.ts";
import { overviewRequest, shownDays, sourceDays } from "./query.ts";

/** One metric (of one dimension value) on the last complete day. */
export interface OverviewLine {
  readonly metric: string;
  readonly label: string;
  readonly dimensionValue: string | null;
  readonly unit: string | null;
  readonly good: Metric["good"];
  readonly source: string;
  readonly day: Day;
  readonly value: number | null;
  readonly previousDay: Day;
  readonly previous: number | null;
  /** (value - previous) / |previous|; null when it cannot be computed. */
  readonly change: number | null;
  /** Why value or change is null, else null. */
  readonly reason: string | null;
  /** Rows the value rests on. */
  readonly n: number;
  readonly series: readonly { readonly day: Day; readonly value: number | null }[];
}

export interface OverviewResult {
  readonly lines: readonly OverviewLine[];
  readonly timezone: string;
}

const WEEK_DAYS = 7;

/** Each metric's value on its source's last complete day against the same weekday a week before. */
export function computeOverview(
  { days: rows }: { readonly days: readonly MetricRow[] },
  params: OverviewParams,
  context: ComputeContext,
): Computed<OverviewResult> {
  const { project, ranges } = context;
  const request = overviewRequest(params, context);
  const metrics = params.metrics ?? Object.keys(project.metrics);
  const open = metrics.filter((id) => ranges.has(sourceOf(id, project)) && shownDays(id, params, context) === null);
  const warnings = [...new Set(open.map((id) => sourceOf(id, project)))].map(
    (source) => `${source}: no complete day lies in the days asked for, so its metrics are left out`,
  );
  if (request === null || rows.length === 0)
    return { status: "undetermined", reason: whyNothing(request === null, context), warnings };
  const split = params.by.length > 0;
  const lines = metricSeries(rows, request, context)
    .filter(({ keys }) => keys.length > 0 === split)
    .flatMap((series) => overviewLine(series, params, context))
    .sort((a, b) => metrics.indexOf(a.metric) - metrics.indexOf(b.metric) || bySize(a, b));
  return { status: "ok", result: { lines, timezone: project.project.timezone }, warnings };
}

function whyNothing(noDay: boolean, { project, ranges }: ComputeContext): string {
  if (Object.keys(project.metrics).length === 0) return "no metric is declared in tidemark.yml";
  if (ranges.size === 0) return "no source has rows with a time, so there are no days to look at";
  if (noDay)
    return "no day is complete: the data must reach the end of a day that they began with, within the days asked for";
  return "no rows are left by the filters, the segment and the days asked for";
}

function bySize(a: OverviewLine, b: OverviewLine): number {
  return b.n - a.n || ((a.dimensionValue ?? "") < (b.dimensionValue ?? "") ? -1 : 1);
}

function overviewLine(
  { metric: id, keys, points }: MetricSeries,
  params: OverviewParams,
  context: ComputeContext,
): readonly OverviewLine[] {
  const shown = shownDays(id, params, context);
  const complete = sourceDays(id, context);
  if (shown === null || complete === null) return [];
  const { last } = shown;
  const metric = context.project.metrics[id];
  const byDay = new Map(points.map((point) => [point.period, point]));
  const valueOn = (day: Day): number | null =>
    day < complete.first || day > last ? null : (byDay.get(day)?.value ?? null);
  const previousDay = addDays(last, -WEEK_DAYS);
  const [value, previous] = [valueOn(last), valueOn(previousDay)];
  const start = addDays(last, 1 - params.days);
  return [
    {
      metric: id,
      label: metric?.label ?? id,
      dimensionValue: keys[0] ?? null,
      unit: metric?.unit ?? null,
      good: metric?.good ?? "neutral",
      source: sourceOf(id, context.project),
      day: last,
      value,
      previousDay,
      previous,
      change: relativeChange(value, previous),
      reason: reasonOf(byDay.get(last)?.reason ?? null, { value, previous, previousDay, complete }),
      n: byDay.get(last)?.n ?? 0,
      series: Array.from({ length: params.days }, (_, i) => addDays(start, i)).map((day) => ({
        day,
        value: day < shown.first ? null : valueOn(day),
      })),
    },
  ];
}

interface Compared {
  readonly value: number | null;
  readonly previous: number | null;
  readonly previousDay: Day;
  readonly complete: CompleteDays;
}

function reasonOf(why: string | null, { value, previous, previousDay, complete }: Compared): string | null {
  if (value === null) return why ?? "no value on that day";
  if (previousDay < complete.first) return `no complete day a week before: data begin on ${complete.first}`;
  if (previous === null) return `no value on ${previousDay}`;
  return previous === 0 ? `0 on ${previousDay}, so a relative change does not exist` : null;
}
