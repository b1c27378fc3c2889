import type { Metric } from "../../contract/project/metric.ts";
import { type Grain, valueRank } from "../../contract/selection.ts";
import { addDays } from "../../core/calendar.ts";
import { daysBetween } from "../../core/periods.ts";
import { type ComparedPoint, comparePoints } from "../../models/metrics/comparison.ts";
import type { DayRange, MetricRequest } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { type MetricSeries, metricSeries } from "../../models/metrics/metric-series.ts";
import type { Comparison } from "../../models/metrics/windows.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import { calendarEvents, type DatedEvent } from "../known-events.ts";
import type { MetricParams } from "./params.ts";
import { metricRequests } from "./query.ts";

/** The metric in total or for one combination of values. */
export interface MetricLine {
  /** One value per dimension; none for the total. */
  readonly keys: readonly string[];
  readonly points: readonly ComparedPoint[];
  /** Over all days asked for. */
  readonly whole: ComparedPoint;
}

export interface MetricResult {
  readonly metric: string;
  readonly label: string;
  readonly definition: Metric;
  readonly unit: string | null;
  readonly good: Metric["good"];
  readonly grain: Grain;
  readonly days: DayRange;
  readonly compare: Comparison;
  readonly comparedDays: DayRange | null;
  readonly dimensions: readonly string[];
  readonly timezone: string;
  /** Events of the project's calendar in these days. */
  readonly events: readonly DatedEvent[];
  /** The total first, then the largest. */
  readonly lines: readonly MetricLine[];
}

interface Rows {
  readonly series: readonly MetricRow[];
  readonly whole: readonly MetricRow[];
}

/** A metric over time, in total and by dimension, each period beside the one it is compared with. */
export function computeMetric(rows: Rows, params: MetricParams, context: ComputeContext): Computed<MetricResult> {
  const { project } = context;
  const requests = metricRequests(params, context);
  const definition = project.metrics[params.metric];
  if ("undetermined" in requests) return { status: "undetermined", reason: requests.undetermined, warnings: [] };
  if (definition === undefined || rows.series.length === 0) {
    const reason = "no rows are left by the filters, the segment and the days asked for";
    return { status: "undetermined", reason, warnings: [] };
  }
  const [days, compared = null] = requests.series.windows;
  if (days === undefined) throw new RangeError("a request has a window");
  const wholeRows = params.grain === "total" ? rows.series : rows.whole;
  const lines = linesOf({ rows: rows.series, whole: wholeRows, requests }, params, context);
  const result: MetricResult = {
    metric: params.metric,
    label: definition.label ?? params.metric,
    definition,
    unit: definition.unit ?? null,
    good: definition.good,
    grain: params.grain,
    days,
    compare: params.compare,
    comparedDays: compared,
    dimensions: params.by,
    timezone: project.project.timezone,
    events: calendarEvents(project, { first: days.from, last: addDays(days.to, -1) }),
    lines,
  };
  return { status: "ok", result, warnings: warningsOf(result) };
}

interface LineInput {
  readonly rows: readonly MetricRow[];
  readonly whole: readonly MetricRow[];
  readonly requests: { readonly series: MetricRequest; readonly whole: MetricRequest };
}

function linesOf(
  { rows, whole, requests }: LineInput,
  { compare, grain, metric: id }: MetricParams,
  context: ComputeContext,
): readonly MetricLine[] {
  const { project } = context;
  const [days, compared] = requests.series.windows;
  const options = {
    compare,
    grain,
    goal: project.metrics[id]?.goal ?? null,
    timezone: project.project.timezone,
    shiftDays: days === undefined || compared === undefined ? 0 : daysBetween(compared.from, days.from),
  };
  const keyOf = ({ window, keys }: MetricSeries): string => JSON.stringify([window, keys]);
  const series = metricSeries(rows, requests.series, context);
  const bySeries = new Map(series.map((one) => [keyOf(one), one]));
  const byWhole = new Map(metricSeries(whole, requests.whole, context).map((one) => [keyOf(one), one]));
  return series
    .filter(({ window }) => window === 0)
    .flatMap((line) => {
      const now = byWhole.get(JSON.stringify([0, line.keys]));
      const before = byWhole.get(JSON.stringify([1, line.keys]));
      const wholeOptions = { ...options, grain: "total" as const, goal: null };
      const [total] = now === undefined ? [] : comparePoints(now, before, wholeOptions);
      if (total === undefined) return [];
      const points = comparePoints(line, bySeries.get(JSON.stringify([1, line.keys])), options);
      return [{ keys: line.keys, points, whole: total }];
    })
    .sort(inOrder);
}

/** The total, then named values by size, then those with `(none)`, then those with Other. */
function inOrder(a: MetricLine, b: MetricLine): number {
  const rank = ({ keys }: MetricLine): number => Math.max(0, ...keys.map(valueRank));
  const size = ({ whole }: MetricLine): number => whole.value ?? Number.NEGATIVE_INFINITY;
  return (
    a.keys.length - b.keys.length ||
    rank(a) - rank(b) ||
    size(b) - size(a) ||
    b.whole.n - a.whole.n ||
    (a.keys.join() < b.keys.join() ? -1 : 1)
  );
}

function warningsOf({ lines, compare, definition, comparedDays, metric }: MetricResult): readonly string[] {
  const [total] = lines;
  const warnings: string[] = [];
  if (total === undefined) return warnings;
  if (compare === "goal" && definition.goal === undefined) {
    warnings.push(`metrics.${metric} has no goal to compare with; write metrics.${metric}.goal`);
  }
  if (comparedDays !== null && total.whole.compared === null) {
    warnings.push(`nothing to compare with from ${comparedDays.from} to ${comparedDays.to}: no data`);
  }
  if ((total.whole.leftOut ?? 0) > 0)
    warnings.push(`${total.whole.leftOut} rows have none of what is counted (such as no user) and do not count`);
  return warnings;
}
