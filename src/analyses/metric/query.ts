import { metricQuery } from "../../models/metrics/metric-query.ts";
import { type MetricRequest, sourceOf } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { MetricParams } from "./params.ts";

/** The metric by period, and once more over all days together: distinct counts and quantiles cannot be added up. */
export interface MetricRequests {
  readonly series: MetricRequest;
  readonly whole: MetricRequest;
}

/** What to ask of the metrics layer, or why there is nothing to ask. */
export function metricRequests(
  params: MetricParams,
  context: Pick<AnalysisContext, "project" | "ranges" | "asOfMs">,
): MetricRequests | { readonly undetermined: string } {
  const { project } = context;
  const windows = resolveWindows(params, { ...context, sources: [sourceOf(params.metric, project)] });
  if ("undetermined" in windows) return windows;
  const series: MetricRequest = {
    metrics: [params.metric],
    windows: [windows.current, ...(windows.compared === null ? [] : [windows.compared])],
    grain: params.grain,
    by: params.by,
    filters: params.where,
    segment: params.segment,
    top: params.by.length === 0 ? null : params.top,
  };
  return { series, whole: { ...series, grain: "total" } };
}

type MetricQueries = {
  readonly series: Query<MetricRow> | undefined;
  readonly whole: Query<MetricRow> | undefined;
};

export function metricQueries(params: MetricParams, context: AnalysisContext): MetricQueries {
  const requests = metricRequests(params, context);
  if ("undetermined" in requests) return { series: undefined, whole: undefined };
  return {
    series: metricQuery(requests.series, context),
    whole: params.grain === "total" ? undefined : metricQuery(requests.whole, context),
  };
}
