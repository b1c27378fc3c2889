import { ancestors, eventSources, type Project } from "../../contract/project/project.ts";
import { dimensionsOf } from "../../models/dimension.ts";
import { MAX_DIMENSIONS, metricQuery } from "../../models/metrics/metric-query.ts";
import { checkNames, type MetricRequest, rowMetrics, sourceOf } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { BreakdownParams } from "./params.ts";

/** The dimensions of the table: those asked for, each below its ancestors when the table is a tree. */
export function shownDimensions({ by, tree }: BreakdownParams, { dimensions }: Project): readonly string[] {
  const asked = by ?? Object.keys(dimensions).slice(0, 1);
  const shown = tree ? asked.flatMap((id) => [...[...ancestors(id, dimensions)].reverse(), id]) : asked;
  return [...new Set(shown)];
}

/** True when every part of the metric can be split by the dimensions. */
function hasDimensions(id: string, by: readonly string[], project: Project): boolean {
  const events = new Set(["events", ...eventSources(project).map(([source]) => source)]);
  return [...rowMetrics([id], project).keys()].every((part) => {
    const source = sourceOf(part, project);
    const own = dimensionsOf(project, events.has(source) ? null : source);
    return by.every((dimension) => own.includes(dimension));
  });
}

/** What to ask of the metrics layer, or why there is nothing to ask. */
export function breakdownRequest(
  params: BreakdownParams,
  context: Pick<AnalysisContext, "project" | "ranges" | "asOfMs">,
): MetricRequest | { readonly undetermined: string } {
  const { project } = context;
  const by = shownDimensions(params, project).slice(-MAX_DIMENSIONS);
  checkNames({ metrics: [], by, filters: params.where, segment: params.segment }, project);
  if (by.length === 0) return { undetermined: "no dimension is declared in tidemark.yml to break anything down by" };
  const filtered = [...by, ...params.where.map(({ dimension }) => dimension)];
  const metrics = params.metrics ?? Object.keys(project.metrics).filter((id) => hasDimensions(id, filtered, project));
  if (metrics.length === 0) return { undetermined: `no metric has the dimensions ${filtered.join(", ")}` };
  const sources = [...new Set(metrics.map((id) => sourceOf(id, project)))];
  const windows = resolveWindows({ ...params, grain: "total" }, { ...context, sources });
  if ("undetermined" in windows) return windows;
  return {
    metrics,
    windows: [windows.current, ...(windows.compared === null ? [] : [windows.compared])],
    grain: "total",
    by,
    tree: true,
    filters: params.where,
    segment: params.segment,
    top: params.top,
  };
}

export function breakdownQueries(
  params: BreakdownParams,
  context: AnalysisContext,
): { readonly cells: Query<MetricRow> | undefined } {
  const request = breakdownRequest(params, context);
  return { cells: "undetermined" in request ? undefined : metricQuery(request, context) };
}
