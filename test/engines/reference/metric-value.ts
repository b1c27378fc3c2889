import { expressionColumns, parseExpression } from "../../../src/contract/expression.ts";
import type { Project } from "../../../src/contract/project/project.ts";
import type { RowMetric } from "../../../src/models/metrics/metric-parts.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import { type Row, satisfies } from "./condition.ts";
import { evaluate } from "./expression.ts";
import { type MetricSlice, metricRows } from "./metric-rows.ts";
import { distinctOf, quantileOf, sumOf } from "./numbers.ts";

/** A metric over one slice of one period. */
export interface MetricValue {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Rows that entered. */
  readonly rows: number;
  /** Rows that lack what is counted; null where nothing can lack. */
  readonly leftOut: number | null;
  /** False when there is no row at all that the metric could be computed on. */
  readonly present: boolean;
}

/** A metric by its definition: the rows of its entity, those that fit, and what the kind makes of them. */
export function metricValue(metric: RowMetric, slice: MetricSlice, project: Project): MetricValue {
  const { rows, filter, key } = metricRows(metric, slice, project);
  const counts = valueCounts(metric, project);
  const kept = rows.filter(
    (row) =>
      (key === null || row[key] !== null) && satisfies(filter, row) && (metric.entity !== "event" || counts(row)),
  );
  const lacking = key === null ? null : (sumOf(rows.filter((row) => row[key] === null).map(eventsOf)) ?? 0);
  const base = { numerator: null, denominator: null, rows: kept.length, leftOut: lacking, present: rows.length > 0 };
  if (metric.kind === "count") return { ...base, value: kept.length, numerator: kept.length };
  if (metric.kind === "distinct") {
    if (metric.of === undefined && metric.entity === "session") return { ...base, value: kept.length };
    const of = parseExpression(metric.of ?? key ?? "user_id");
    const cells = kept.map((row) => evaluate(of, row));
    const leftOut = key === null ? cells.filter((cell) => cell === null).length : lacking;
    return { ...base, value: distinctOf(cells), leftOut };
  }
  const of = parseExpression(metric.of);
  const cells = kept.map((row): Cell => numeric(evaluate(of, row)));
  if (metric.kind === "quantile") return { ...base, value: quantileOf(metric.q, cells) };
  const total = sumOf(cells);
  if (metric.kind === "sum") {
    const value = kept.length === 0 ? 0 : total;
    return { ...base, value, numerator: value };
  }
  const n = cells.filter((cell) => cell !== null).length;
  return { ...base, value: n === 0 || total === null ? null : total / n, numerator: total, denominator: n };
}

const eventsOf = (row: Row): Cell => row["events"] ?? null;

const numeric = (cell: Cell): Cell => (typeof cell === "boolean" ? Number(cell) : cell);

/** Whether an event's value counts for a metric of `value`: sources say on which events it does. */
function valueCounts(metric: RowMetric, { sources }: Project): (row: Row) => boolean {
  const reads = metric.kind === "count" || metric.of === undefined ? [] : expressionColumns(parseExpression(metric.of));
  const mapped = Object.values(sources).flatMap(({ events }) => events?.value ?? []);
  const lists = mapped.map((value) => (typeof value === "object" ? (value.events ?? null) : null));
  if (!reads.includes("value") || lists.length === 0 || lists.includes(null)) return () => true;
  return (row) => lists.some((names) => names?.includes(String(row["event"])));
}
