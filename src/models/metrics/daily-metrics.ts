import { isAdditive } from "../../contract/selection.ts";
import { cutUs } from "./complete-days.ts";
import { metricJob } from "./metric-job.ts";
import { type MetricRequest, type MetricsContext, rowMetrics } from "./metric-request.ts";

/**
 * The metrics of rows of a request that `fct_daily` answers with the numbers that the facts would give: no segment, at
 * most one dimension, whole days, no session that goes on after the as-of instant, and what is added up (over days, or into
 * Other) is exact and may be added.
 */
export function dailyMetrics(request: MetricRequest, context: MetricsContext): ReadonlySet<string> {
  const { metrics, grain, by, filters, segment, fromFacts = false } = request;
  const none: ReadonlySet<string> = new Set();
  if (fromFacts) return none;
  if (segment !== undefined || grain === "hour" || by.length > 1 || filters.length > 1) return none;
  const [filter] = filters;
  const [dimension] = by;
  if (filter !== undefined && (filter.not || filter.values.length !== 1)) return none;
  if (filter !== undefined && dimension !== undefined && dimension !== filter.dimension) return none;
  const isCut = cutUs(context.ranges, context.asOfMs) !== null;
  const ids = [...rowMetrics(metrics, context.project)].flatMap(([id, { entity }]) =>
    isCut && entity === "session" ? [] : [id],
  );
  if (!isAddedUp(request)) return new Set(ids);
  const [window] = request.windows;
  if (window === undefined) return none;
  return new Set(
    ids.filter(
      (id) =>
        isAdditive(id, context.project) &&
        metricJob(id, { ...request, by: [], filters: [] }, { context, window }).parts.exact,
    ),
  );
}

/** True when days or values are added up for the answer. */
export const isAddedUp = ({ grain, by, top }: MetricRequest): boolean =>
  grain !== "day" || (by.length > 0 && top !== null);
