import type { Project } from "../../../src/contract/project/project.ts";
import { NO_VALUE, OTHER } from "../../../src/contract/selection.ts";
import type { RowMetric } from "../../../src/models/metrics/metric-parts.ts";
import { type DayRange, type MetricRequest, rowMetrics } from "../../../src/models/metrics/metric-request.ts";
import type { MetricRow } from "../../../src/models/metrics/metric-row.ts";
import type { FactRow } from "./fact-rows.ts";
import { firstEvents } from "./first-events.ts";
import { groupsOf } from "./groups.ts";
import { type MetricValue, metricValue } from "./metric-value.ts";
import { periodOf } from "./periods.ts";
import { belongs } from "./segments.ts";
import { byCodePoint } from "./text-order.ts";

/** Metrics of events by period, in total and for each combination of values: what a request to the metrics layer gives. */
export function breakdown(log: readonly FactRow[], request: MetricRequest, project: Project): readonly MetricRow[] {
  const kept = request.by.map((_, i) => largestValues(log, i, { request, project }));
  return request.windows.flatMap((window, index) => {
    const part: Part = { log, request, project, window };
    return levelsOf(request).flatMap((level) => {
      const keysOf = (row: FactRow): readonly (string | null)[] =>
        request.by.slice(0, level).map((dimension, i) => shownValue(row, dimension, kept[i] ?? null));
      return [...rowMetrics(request.metrics, project)].flatMap(([id, metric]) =>
        slices(part, keysOf).map(({ period, keys, slice }): MetricRow => {
          const { value, rows, leftOut } = valueOfSlice(metric, slice, part);
          const [k0 = null, k1 = null, k2 = null] = keys;
          return { window: index, level, k0, k1, k2, period, metric: id, value, rows, left_out: leftOut };
        }),
      );
    });
  });
}

/** The total, then what is split by: its leading parts, or all of it at once. */
const levelsOf = ({ by, tree }: MetricRequest): readonly number[] =>
  by.length === 0 ? [0] : tree === true ? [0, ...by.map((_, i) => i + 1)] : [0, by.length];

interface Part {
  readonly log: readonly FactRow[];
  readonly request: Pick<MetricRequest, "filters" | "segment" | "grain" | "windows">;
  readonly project: Project;
  readonly window: DayRange;
}

interface Slice {
  readonly name: string;
  readonly events: readonly FactRow[];
  readonly period: readonly FactRow[];
}

interface NamedSlice {
  readonly period: string;
  readonly keys: readonly (string | null)[];
  readonly slice: Slice;
}

/** The events of a window that the filters and the segment let through, by period and keys. */
function slices(
  { log, request, project, window }: Part,
  keysOf: (row: FactRow) => readonly (string | null)[],
): readonly NamedSlice[] {
  const within = log.filter(({ day }) => day >= window.from && day < window.to);
  const nameOf = (row: FactRow): string =>
    periodOf(row, request.grain, { project: project.project, whole: window.from });
  return [...groupsOf(within, nameOf)].flatMap(([period, all]) => {
    const selected = all.filter((row) => isSelected(row, { log, request, project, window }));
    return [...groupsOf(selected, (row) => JSON.stringify(keysOf(row)))].map(([keys, events]) => ({
      period,
      keys: JSON.parse(keys) as readonly (string | null)[],
      slice: { name: period, events, period: all },
    }));
  });
}

function isSelected(row: FactRow, { log, request, project, window }: Part): boolean {
  const passes = request.filters.every(
    ({ dimension, not, values }) => values.some((value) => (value ?? NO_VALUE) === textOf(row, dimension)) !== not,
  );
  const rule = request.segment === undefined ? undefined : project.segments[request.segment];
  return passes && (rule === undefined || belongs(rule, row, { log, asOf: window.to, project }));
}

/** A user is new in the period of the first day or hour, when that lies in the days asked for. */
function valueOfSlice(
  metric: RowMetric,
  { name, events, period }: Slice,
  { log, request, project, window }: Part,
): MetricValue {
  const isNew = (user: string): boolean => {
    const first = firstEvents(log).get(user);
    if (first === undefined || first.day < window.from || first.day >= window.to) return false;
    const born = { ...first.event, day: first.day };
    return periodOf(born, request.grain, { project: project.project, whole: window.from }) === name;
  };
  return metricValue(metric, { events, period, log, isNew }, project);
}

const textOf = (row: FactRow, dimension: string): string => String(row[dimension] ?? NO_VALUE);

/** Null stands for Other. */
function shownValue(row: FactRow, dimension: string, kept: ReadonlySet<string> | null): string | null {
  const value = textOf(row, dimension);
  return kept === null || value === NO_VALUE || kept.has(value) ? value : null;
}

interface Ranking {
  readonly request: MetricRequest;
  readonly project: Project;
}

/** The largest values of a dimension by the first metric, a ratio by its denominator; null when all are shown. */
function largestValues(log: readonly FactRow[], i: number, { request, project }: Ranking): ReadonlySet<string> | null {
  const { top, by, windows } = request;
  const [first = ""] = request.metrics;
  const asked = project.metrics[first];
  const metric = asked?.kind === "ratio" ? project.metrics[asked.denominator] : asked;
  if (top === null || metric === undefined || metric.kind === "ratio") return null;
  const sizes = windows.flatMap((window) => {
    const part: Part = { log, request: { ...request, grain: "total" }, project, window };
    return slices(part, (row) => [textOf(row, by[i] ?? "")]).map(({ keys, slice }) => {
      const { value, rows } = valueOfSlice(metric, slice, part);
      return { key: keys[0] ?? "", size: ["count", "sum", "distinct"].includes(metric.kind) ? value : rows, n: rows };
    });
  });
  const largest = [...groupsOf(sizes, ({ key }) => key)].map(([key, own]) => ({
    key,
    size: Math.max(...own.map(({ size }) => size ?? Number.NEGATIVE_INFINITY)),
    n: Math.max(...own.map(({ n }) => n)),
  }));
  return new Set(
    largest
      .filter(({ key, n }) => key !== NO_VALUE && key !== OTHER && n > 0)
      .sort((a, b) => b.size - a.size || b.n - a.n || byCodePoint(a.key, b.key))
      .slice(0, top)
      .map(({ key }) => key),
  );
}

const keyOf = (row: MetricRow): string =>
  JSON.stringify([row.metric, row.window, row.level, row.k0, row.k1, row.k2, row.period]);

/** Rows of something by name: where nothing entered, a relation may have a row of 0 or none. */
export function comparable(rows: readonly MetricRow[]): readonly MetricRow[] {
  return rows
    .filter((row) => row.rows > 0 || (row.level === 0 && (row.left_out ?? 0) > 0))
    .sort((a, b) => byCodePoint(keyOf(a), keyOf(b)));
}
