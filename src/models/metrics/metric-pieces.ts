import { eventSources } from "../../contract/project/project.ts";
import type { Pieces } from "../../sql/query.ts";
import type { Sql } from "../../sql/sql.ts";
import { dailyMetrics } from "./daily-metrics.ts";
import type { RowMetric } from "./metric-parts.ts";
import { type MetricRequest, type MetricsContext, rowMetrics } from "./metric-request.ts";
import type { MetricRow } from "./metric-row.ts";

/** Groups of users: each needs about an eighth of the memory. */
const GROUPS = 8;

/**
 * A request in steps: what `fct_daily` holds, then metric by metric; of those that count users, sessions or events one
 * group of users after the other, whose counts are added. The values that are kept apart stay those of the request.
 */
export function metricPieces(
  request: MetricRequest,
  context: MetricsContext,
  textOf: (request: MetricRequest, context: MetricsContext) => Sql,
): Pieces<MetricRow> {
  const daily = dailyMetrics(request, context);
  const base = { ...request, rankedBy: request.rankedBy ?? request.metrics };
  const whole = (metrics: readonly string[]): Sql => textOf({ ...base, metrics }, context);
  const others = [...rowMetrics(request.metrics, context.project)].filter(([id]) => !daily.has(id));
  const texts = others.flatMap(([id, metric]) =>
    countsByUser(metric, context)
      ? Array.from({ length: 1 + GROUPS }, (_, index) =>
          textOf({ ...base, metrics: [id], users: { index, of: GROUPS } }, context),
        )
      : [whole([id])],
  );
  return { texts: [...(daily.size === 0 ? [] : [whole([...daily])]), ...texts], merge: addedUp };
}

/** True when the metric of all users is the sum of those of groups of them, as whole numbers. */
function countsByUser({ kind, entity, on, ...metric }: RowMetric, { project }: MetricsContext): boolean {
  if (on !== undefined && !eventSources(project).some(([id]) => id === on)) return false;
  if (kind === "count") return entity === "event" || entity === "session" || entity === "user";
  if (kind !== "distinct" || entity === "item" || entity === "order") return false;
  const of = "of" in metric ? metric.of : undefined;
  return of === undefined || of === "user_id";
}

/** Rows of the same metric, window, period and values as one; in the order of the query, and without those that count nothing. */
function addedUp(parts: readonly (readonly MetricRow[])[]): readonly MetricRow[] {
  const found = new Map<string, MetricRow>();
  for (const row of parts.flat()) {
    const key = JSON.stringify(orderOf(row));
    const other = found.get(key);
    found.set(key, other === undefined ? row : plus(other, row));
  }
  return [...found.values()]
    .filter(({ level, rows }) => level === 0 || rows > 0)
    .sort((a, b) => compareLists(orderOf(a), orderOf(b)));
}

function plus(a: MetricRow, b: MetricRow): MetricRow {
  const sum = (x: number | null, y: number | null): number | null => (x === null || y === null ? (x ?? y) : x + y);
  return {
    ...a,
    value: sum(a.value, b.value),
    rows: a.rows + b.rows,
    left_out: sum(a.left_out, b.left_out),
  };
}

type Key = string | number | null;

const orderOf = ({ metric, window, level, k0, k1, k2, period }: MetricRow): readonly Key[] => [
  metric,
  window,
  level,
  k0,
  k1,
  k2,
  period,
];

function compareLists(a: readonly Key[], b: readonly Key[]): number {
  for (const [i, x] of a.entries()) {
    const order = compare(x, b[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** As the engines order: texts by code point, nulls last. */
function compare(x: Key, y: Key): number {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  if (typeof x === "number" && typeof y === "number") return x - y;
  const [a, b] = [x, y].map((text) => Array.from(String(text), (c) => c.codePointAt(0) ?? 0));
  const [left, right] = [a ?? [], b ?? []];
  const at = left.findIndex((code, i) => code !== right[i]);
  if (at === -1) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? -1);
}
