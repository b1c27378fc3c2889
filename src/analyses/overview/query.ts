import { addDays, type Day } from "../../core/calendar.ts";
import { earlierDay, laterDay } from "../../core/periods.ts";
import { type CompleteDays, completeDays } from "../../models/metrics/complete-days.ts";
import { metricQuery } from "../../models/metrics/metric-query.ts";
import { type MetricRequest, sourceOf } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { OverviewParams } from "./params.ts";

type Context = Pick<AnalysisContext, "project" | "ranges" | "asOfMs">;

/** The days to show of a metric: the complete days of its source inside those asked for; null when there are none. */
export function shownDays(metric: string, { from, to }: OverviewParams, context: Context): CompleteDays | null {
  const complete = sourceDays(metric, context);
  if (complete === null) return null;
  const lastWanted = to === undefined ? complete.last : addDays(to, -1);
  const first = laterDay(from ?? complete.first, complete.first);
  const last = earlierDay(lastWanted, complete.last);
  return last < first ? null : { first, last };
}

/** The complete days of a metric's source. */
export function sourceDays(metric: string, { project, ranges, asOfMs }: Context): CompleteDays | null {
  const range = ranges.get(sourceOf(metric, project));
  return range === undefined ? null : completeDays(range, asOfMs, project.project.timezone);
}

const COMPARED_DAYS = 8;

/** Every metric by day, over the days of the sparkline and the week before the last one; null when no day is complete. */
export function overviewRequest(params: OverviewParams, context: Context): MetricRequest | null {
  const metrics = params.metrics ?? Object.keys(context.project.metrics);
  const lasts = metrics
    .flatMap((id): readonly Day[] => {
      const days = shownDays(id, params, context);
      return days === null ? [] : [days.last];
    })
    .sort();
  const [earliest] = lasts;
  const latest = lasts.at(-1);
  if (earliest === undefined || latest === undefined) return null;
  return {
    metrics,
    windows: [{ from: addDays(earliest, 1 - Math.max(params.days, COMPARED_DAYS)), to: addDays(latest, 1) }],
    grain: "day",
    by: params.by,
    filters: params.where,
    segment: params.segment,
    top: params.by.length === 0 ? null : params.top,
  };
}

export function overviewQueries(
  params: OverviewParams,
  context: AnalysisContext,
): { readonly days: Query<MetricRow> | undefined } {
  const request = overviewRequest(params, context);
  return { days: request === null ? undefined : metricQuery(request, context) };
}
