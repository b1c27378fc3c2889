import { eventSources, type Project } from "../../contract/project/project.ts";
import type { DimensionFilter, Grain } from "../../contract/selection.ts";
import type { Day } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { type ColumnSet, dimensionsOf } from "../dimension.ts";
import type { FactContext } from "../fct-events.ts";
import type { TimeRange } from "../project-day.ts";
import type { RowMetric } from "./metric-parts.ts";

/** Calendar days of the project, `to` exclusive. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/** What is asked of the metrics layer: one SQL text answers it. */
export interface MetricRequest {
  readonly metrics: readonly string[];
  /** The days asked for, then those to compare with, if any. */
  readonly windows: readonly DayRange[];
  readonly grain: Grain;
  readonly by: readonly string[];
  /** With `by`: subtotals of each leading part of it, not only the total and the finest level. */
  readonly tree?: boolean;
  readonly filters: readonly DimensionFilter[];
  readonly segment?: string | undefined;
  /** With `by`: values of each dimension kept apart, the largest in any of the windows; the rest are Other. */
  readonly top: number | null;
  /** Metrics the first of which decides what is largest; default: those asked for. */
  readonly rankedBy?: readonly string[] | undefined;
  /** Read the facts also where `fct_daily` would do: for metrics that are not declared, so it does not have them. */
  readonly fromFacts?: boolean | undefined;
  /** Look at one of several groups of users only. */
  readonly users?: UserGroup | undefined;
}

/** 0 for rows without a user; from 1 on the users whose hash leaves one remainder. */
interface UserGroup {
  readonly index: number;
  /** Groups of users. */
  readonly of: number;
}

/** What metrics are computed from. */
export interface MetricsContext {
  readonly project: Project;
  readonly dialect: Dialect;
  /** The event log, or null when the project has none. */
  readonly facts: FactContext | null;
  /** Columns of each `fct_<source>` that has days, by source. */
  readonly tables: ReadonlyMap<string, ColumnSet>;
  /** First and last instant of each source; `events` for all event sources together. */
  readonly ranges: ReadonlyMap<string, TimeRange>;
  /** Data after this instant is not used; null means the end of each source's data. */
  readonly asOfMs: number | null;
}

/** The source whose days a metric has; a ratio has those of its numerator. */
export function sourceOf(id: string, project: Pick<Project, "metrics">): string {
  const metric = project.metrics[id];
  if (metric?.kind === "ratio") return sourceOf(metric.numerator, project);
  return metric?.on ?? "events";
}

/** The metrics that rows are aggregated for: those asked for, with ratios replaced by their parts. */
export function rowMetrics(ids: readonly string[], project: Project): ReadonlyMap<string, RowMetric> {
  const found = new Map<string, RowMetric>();
  for (const id of ids) {
    const metric = project.metrics[id];
    if (metric === undefined) continue;
    if (metric.kind !== "ratio") found.set(id, metric);
    else for (const [part, m] of rowMetrics([metric.numerator, metric.denominator], project)) found.set(part, m);
  }
  return found;
}

/** @throws AppError USAGE that names the unknown metric, dimension or segment and the nearest one */
export function checkNames(
  { metrics, by, filters, segment }: Pick<MetricRequest, "metrics" | "by" | "filters" | "segment">,
  project: Project,
): void {
  const known = (what: string, id: string, ids: readonly string[]): void => {
    if (ids.includes(id)) return;
    throw new AppError("USAGE", `there is no ${what} "${id}"${didYouMean(id, ids)}`, {
      hint: `declared: ${ids.join(", ") || "none"}`,
    });
  };
  for (const id of metrics) known("metric", id, Object.keys(project.metrics));
  const dimensions = Object.keys(project.dimensions);
  for (const id of [...by, ...filters.map(({ dimension }) => dimension)]) known("dimension", id, dimensions);
  const twice = by.find((id, i) => by.indexOf(id) !== i);
  if (twice !== undefined) throw new AppError("USAGE", `the dimension "${twice}" is asked for twice`);
  if (segment !== undefined) known("segment", segment, Object.keys(project.segments));
  for (const id of rowMetrics(metrics, project).keys()) checkDimensions(id, { by, filters }, project);
}

/** A metric can only be broken down by dimensions of its own source. */
function checkDimensions(id: string, { by, filters }: Pick<MetricRequest, "by" | "filters">, project: Project): void {
  const source = sourceOf(id, project);
  const onEvents = source === "events" || eventSources(project).some(([event]) => event === source);
  const own = dimensionsOf(project, onEvents ? null : source);
  for (const dimension of [...by, ...filters.map((filter) => filter.dimension)]) {
    if (own.includes(dimension)) continue;
    throw new AppError("USAGE", `the metric ${id} (of ${source}) has no dimension "${dimension}"`, {
      hint: `it can be split by: ${own.join(", ") || "nothing"}`,
    });
  }
}
