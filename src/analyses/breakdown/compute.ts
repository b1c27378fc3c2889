import type { Metric } from "../../contract/project/metric.ts";
import type { Project } from "../../contract/project/project.ts";
import { isAdditive, valueRank } from "../../contract/selection.ts";
import { namedDimension } from "../../models/dimension.ts";
import { type ComparedPoint, comparePoints } from "../../models/metrics/comparison.ts";
import type { DayRange, MetricRequest } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { type MetricSeries, metricSeries } from "../../models/metrics/metric-series.ts";
import type { Comparison } from "../../models/metrics/windows.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import type { BreakdownParams } from "./params.ts";
import { breakdownRequest } from "./query.ts";

export interface BreakdownMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: string | null;
  readonly good: Metric["good"];
  /** True when its rows add up to the total, so that each has a share. */
  readonly adds: boolean;
}

export interface BreakdownCell extends Pick<ComparedPoint, "value" | "n" | "parts" | "reason" | "compared" | "change"> {
  /** Of the total; null where rows do not add up to it, or it is 0. */
  readonly share: number | null;
}

export interface BreakdownRow {
  /** Values of the leading dimensions; none for the total, fewer than all for a subtotal. */
  readonly keys: readonly string[];
  /** One per metric. */
  readonly cells: readonly BreakdownCell[];
}

export interface BreakdownResult {
  readonly dimensions: readonly { readonly id: string; readonly label: string }[];
  readonly metrics: readonly BreakdownMetric[];
  readonly days: DayRange;
  readonly compare: Comparison;
  readonly comparedDays: DayRange | null;
  readonly timezone: string;
  /** The total, then each value followed by what it is made of. */
  readonly rows: readonly BreakdownRow[];
}

/** Every metric by the values of one or more dimensions, with shares, subtotals and the total. */
export function computeBreakdown(
  { cells }: { readonly cells: readonly MetricRow[] },
  params: BreakdownParams,
  context: ComputeContext,
): Computed<BreakdownResult> {
  const { project } = context;
  const request = breakdownRequest(params, context);
  if ("undetermined" in request) return { status: "undetermined", reason: request.undetermined, warnings: [] };
  if (cells.length === 0) {
    const reason = "no rows are left by the filters, the segment and the days asked for";
    return { status: "undetermined", reason, warnings: [] };
  }
  const [days, comparedDays = null] = request.windows;
  if (days === undefined) throw new RangeError("a request has a window");
  const result: BreakdownResult = {
    dimensions: request.by.map((id) => namedDimension(id, project)),
    metrics: request.metrics.map((id) => ({
      id,
      label: project.metrics[id]?.label ?? id,
      unit: project.metrics[id]?.unit ?? null,
      good: project.metrics[id]?.good ?? "neutral",
      adds: addsUp(id, project),
    })),
    days,
    compare: params.compare,
    comparedDays,
    timezone: project.project.timezone,
    rows: rowsOf(cells, request, { ...context, compare: params.compare }),
  };
  return { status: "ok", result, warnings: [] };
}

/** True for counts and sums of rows: each value has a share of the total. */
function addsUp(id: string, project: Project): boolean {
  return ["count", "sum"].includes(project.metrics[id]?.kind ?? "") && isAdditive(id, project);
}

type RowContext = ComputeContext & { readonly compare: Comparison };

function rowsOf(cells: readonly MetricRow[], request: MetricRequest, context: RowContext): readonly BreakdownRow[] {
  const series = metricSeries(cells, request, { ...context, everyValue: true });
  const nameOf = (metric: string, window: number, keys: readonly string[]): string =>
    JSON.stringify([metric, window, keys]);
  const known = new Map(series.map((one) => [nameOf(one.metric, one.window, one.keys), one]));
  const combinations = new Map(
    series.filter(({ window }) => window === 0).map(({ keys }) => [JSON.stringify(keys), keys]),
  );
  const cellsOf = (keys: readonly string[]): readonly BreakdownCell[] =>
    request.metrics.map((id) =>
      cellOf(known.get(nameOf(id, 0, keys)), known.get(nameOf(id, 1, keys)), {
        total: known.get(nameOf(id, 0, [])),
        context,
        id,
      }),
    );
  const rows = [...combinations.values()].map((keys): BreakdownRow => ({ keys, cells: cellsOf(keys) }));
  return inTreeOrder(rows);
}

interface CellOptions {
  readonly total: MetricSeries | undefined;
  readonly context: RowContext;
  readonly id: string;
}

function cellOf(
  now: MetricSeries | undefined,
  before: MetricSeries | undefined,
  { total, context, id }: CellOptions,
): BreakdownCell {
  const { project, compare } = context;
  const options = { compare, grain: "total" as const, goal: null, timezone: "UTC", shiftDays: 0 };
  const [point] = now === undefined ? [] : comparePoints(now, before, options);
  if (point === undefined) throw new RangeError("each metric has each value");
  const { value, n, parts, reason, compared, change } = point;
  const whole = total?.points[0]?.value ?? null;
  const share = addsUp(id, project) && value !== null && whole !== null && whole !== 0 ? value / whole : null;
  return { value, n, parts, reason, compared, change, share };
}

/** The total first; each row before its parts; siblings by size of the first metric, then (none), then Other. */
function inTreeOrder(rows: readonly BreakdownRow[]): readonly BreakdownRow[] {
  const children = new Map<string, BreakdownRow[]>();
  for (const row of rows) {
    if (row.keys.length === 0) continue;
    const parent = JSON.stringify(row.keys.slice(0, -1));
    children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const size = ({ cells }: BreakdownRow): number => cells[0]?.value ?? Number.NEGATIVE_INFINITY;
  const order = (a: BreakdownRow, b: BreakdownRow): number =>
    valueRank(a.keys.at(-1)) - valueRank(b.keys.at(-1)) ||
    size(b) - size(a) ||
    ((a.keys.at(-1) ?? "") < (b.keys.at(-1) ?? "") ? -1 : 1);
  const below = (keys: readonly string[]): readonly BreakdownRow[] =>
    (children.get(JSON.stringify(keys)) ?? []).sort(order).flatMap((row) => [row, ...below(row.keys)]);
  return [...rows.filter(({ keys }) => keys.length === 0), ...below([])];
}
