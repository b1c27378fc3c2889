import { metricQuery } from "../../models/metrics/metric-query.ts";
import { type MetricRequest, sourceOf } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { TimeseriesParams } from "./params.ts";

/** What to ask of the metrics layer, or why there is nothing to ask. */
export function timeseriesRequest(
  params: TimeseriesParams,
  context: Pick<AnalysisContext, "project" | "ranges" | "asOfMs">,
): MetricRequest | { readonly undetermined: string } {
  const metrics = [...new Set([params.metric, ...params.metrics])];
  const sources = [...new Set(metrics.map((id) => sourceOf(id, context.project)))];
  const windows = resolveWindows({ ...params, compare: "none" }, { ...context, sources });
  if ("undetermined" in windows) return windows;
  return {
    metrics,
    windows: [windows.current],
    grain: params.grain,
    by: [],
    filters: params.where,
    segment: params.segment,
    top: null,
  };
}

type TimeseriesQueries = { readonly series: Query<MetricRow> | undefined };

export function timeseriesQueries(params: TimeseriesParams, context: AnalysisContext): TimeseriesQueries {
  const request = timeseriesRequest(params, context);
  return { series: "undetermined" in request ? undefined : metricQuery(request, context) };
}
