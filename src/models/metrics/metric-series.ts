import type { Metric } from "../../contract/project/metric.ts";
import type { Project } from "../../contract/project/project.ts";
import { OTHER } from "../../contract/selection.ts";
import type { MetricRequest, MetricsContext } from "./metric-request.ts";
import type { MetricRow } from "./metric-row.ts";
import { type PeriodSpan, periodSpans } from "./period-spans.ts";

/** A metric in one period. */
export interface MetricPoint {
  /** First day of the period, or the instant its hour began. */
  readonly period: string;
  readonly value: number | null;
  /** Rows the value rests on; of a ratio those of its denominator. */
  readonly n: number;
  /** Of a ratio its two parts, else null. */
  readonly parts: { readonly numerator: number | null; readonly denominator: number | null } | null;
  /** Rows that have none of what is counted, such as no user; null where nothing can lack. */
  readonly leftOut: number | null;
  /** The period is not covered whole, by the data or by the days asked for. */
  readonly partial: boolean;
  /** Why there is no value, else null. */
  readonly reason: string | null;
}

/** A metric over the periods of one window, in total or for one combination of values. */
export interface MetricSeries {
  readonly metric: string;
  /** 0: the days asked for; 1: those compared with. */
  readonly window: number;
  /** One value per dimension it is split by; none for the total. */
  readonly keys: readonly string[];
  readonly points: readonly MetricPoint[];
}

export type SeriesContext = Pick<MetricsContext, "project" | "ranges" | "asOfMs">;

/**
 * The rows of a `metricQuery` as complete series: every period of every window, ratios made of their parts. Values that
 * only another window has are there too: what came to nothing is compared like the rest.
 * @param context `everyValue`: also values that only another metric has
 */
export function metricSeries(
  rows: readonly MetricRow[],
  request: MetricRequest,
  context: SeriesContext & { readonly everyValue?: boolean },
): readonly MetricSeries[] {
  const found = indexed(rows);
  return request.metrics.flatMap((id) => {
    const metric = context.project.metrics[id];
    if (metric === undefined) return [];
    const ids = metric.kind === "ratio" ? [metric.numerator, metric.denominator] : [id];
    const own = request.windows.flatMap((_, index) => ids.map((part) => `${index}\n${part}`));
    const names = context.everyValue === true ? [...found.keys()] : own;
    const groups = new Map(names.flatMap((name) => [...(found.get(name) ?? new Map<string, Group>())]));
    if (!groups.has("[]")) groups.set("[]", { keys: [], rows: new Map() });
    return request.windows.flatMap((window, index) => {
      const spans = periodSpans(window, id, { grain: request.grain, ...context });
      return [...groups].map(([key, { keys }]): MetricSeries => {
        const part = (name: string): Group["rows"] => found.get(`${index}\n${name}`)?.get(key)?.rows ?? new Map();
        const points = spans.map((span) => point(span, metric, { id, part, project: context.project }));
        return { metric: id, window: index, keys, points };
      });
    });
  });
}

interface Group {
  readonly keys: readonly string[];
  readonly rows: Map<string, MetricRow>;
}

function indexed(rows: readonly MetricRow[]): ReadonlyMap<string, ReadonlyMap<string, Group>> {
  const found = new Map<string, Map<string, Group>>();
  for (const row of rows) {
    const name = `${row.window}\n${row.metric}`;
    const groups = found.get(name) ?? new Map<string, Group>();
    found.set(name, groups);
    const keys = [row.k0, row.k1, row.k2].slice(0, row.level);
    const key = JSON.stringify(keys);
    const group = groups.get(key) ?? { keys: keys.map((value) => value ?? OTHER), rows: new Map() };
    groups.set(key, group);
    group.rows.set(row.period, row);
  }
  return found;
}

interface PointOptions {
  readonly id: string;
  readonly part: (id: string) => Group["rows"];
  readonly project: Project;
}

function point(span: PeriodSpan, metric: Metric, { id, part, project }: PointOptions): MetricPoint {
  const { period, partial, hasData } = span;
  if (!hasData) return { period, value: null, n: 0, parts: null, leftOut: null, partial, reason: "no data" };
  if (metric.kind !== "ratio") {
    const row = part(id).get(period);
    const value = row === undefined ? emptyValue(metric) : row.value;
    const n = row?.rows ?? 0;
    const base = { period, n, parts: null, leftOut: row?.left_out ?? noneLeftOut(metric), partial };
    return { ...base, ...judged(value, n, metric) };
  }
  const [top, bottom] = [metric.numerator, metric.denominator].map((name) => {
    const row = part(name).get(period);
    return { row, value: row === undefined ? emptyValue(project.metrics[name]) : row.value };
  });
  const parts = { numerator: top?.value ?? null, denominator: bottom?.value ?? null };
  const n = bottom?.row?.rows ?? 0;
  const divisible = parts.numerator !== null && parts.denominator !== null && parts.denominator !== 0;
  const value = divisible ? Number(parts.numerator) / Number(parts.denominator) : null;
  const leftOut = bottom?.row?.left_out ?? noneLeftOut(project.metrics[metric.denominator]);
  const why = parts.denominator === 0 ? "its denominator is 0" : "one of its parts has no value";
  const { value: kept, reason } = judged(value, n, metric);
  return { period, value: kept, n, parts, leftOut, partial, reason: value === null ? why : reason };
}

/** A period without rows has a count of 0; it has no mean and no quantile. */
function emptyValue(metric: Metric | undefined): number | null {
  return metric !== undefined && ["count", "distinct", "sum"].includes(metric.kind) ? 0 : null;
}

/** 0 where a row can lack what is counted, null where it cannot. */
function noneLeftOut(metric: Metric | undefined): number | null {
  if (metric === undefined || metric.kind === "ratio") return null;
  const keyed = metric.entity === "user" || metric.entity === "item" || metric.entity === "order";
  return keyed || (metric.kind === "distinct" && (metric.entity !== "session" || metric.of !== undefined)) ? 0 : null;
}

function judged(value: number | null, n: number, { min_volume }: Metric): Pick<MetricPoint, "value" | "reason"> {
  if (min_volume !== undefined && n < min_volume)
    return { value: null, reason: `${n} rows, fewer than min_volume ${min_volume}` };
  return { value, reason: value === null ? "no rows with a value" : null };
}

/** (value - previous) / |previous|; null when it cannot be computed. */
export function relativeChange(value: number | null, previous: number | null): number | null {
  return value === null || previous === null || previous === 0 ? null : (value - previous) / Math.abs(previous);
}
