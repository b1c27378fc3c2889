import type { Condition } from "../../contract/condition.ts";
import { expressionColumns, parseExpression } from "../../contract/expression.ts";
import type { Metric } from "../../contract/project/metric.ts";
import { AppError } from "../../core/errors.ts";
import { type ColumnScope, compileCondition } from "../../sql/compile.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { isExact } from "../column-type.ts";
import { type ColumnSet, scopeOf } from "../dimension.ts";
import { exactSum } from "../exact-sum.ts";
import { type TypedValue, typedExpression } from "../typed-expression.ts";

/** A metric that is computed from rows; a ratio is made of two of them. */
export type RowMetric = Exclude<Metric, { readonly kind: "ratio" }>;

/**
 * Aggregate expressions of one metric over a group of rows. Of a count, a sum and a mean the parts may be added over
 * days and slices; a distinct count and a quantile have no parts, so that nobody adds them.
 */
export interface MetricParts {
  /** Double; null when it cannot be computed. */
  readonly value: Sql;
  readonly numerator: Sql;
  readonly denominator: Sql;
  /** Rows that entered: those the filter lets through. */
  readonly rows: Sql;
  /** Rows of the source that were left out because they have none of what is counted, such as no user; null when nothing can lack. */
  readonly leftOut: Sql;
  /** True when numerator and denominator are integers or decimals: adding them up loses nothing. */
  readonly exact: boolean;
}

export interface MetricContext {
  /** The metric's id, for errors. */
  readonly id: string;
  /** Columns of the relation whose rows are aggregated. */
  readonly from: ColumnSet;
  readonly dialect: Dialect;
  /** What of the metric's filter is decided per row of this relation. */
  readonly filter?: Condition | undefined;
  /** Events whose value counts: the rows a metric of `value` is about; null when every event's does. */
  readonly valueEvents?: readonly string[] | null;
  /** What `distinct` counts when the metric does not say; null when each row is one of them. */
  readonly distinctOf?: string | null;
  /** The column that identifies a row of the relation where it may be null; the row without it holds what is left out. */
  readonly entityKey?: string | null;
  /** True when no two rows that are aggregated together have the same entity. */
  readonly entityOnce?: boolean;
}

/**
 * The aggregate SQL of a metric, for any relation and any grouping. A sum over no row is 0; a sum over rows whose
 * values are all missing is null, as are means and quantiles without a value.
 * @throws AppError CONFIG_INVALID for an unknown column, or a sum of something that is no number
 */
export function metricParts(metric: RowMetric, context: MetricContext): MetricParts {
  const { dialect } = context;
  const scope = scopeOf(context.from, `metrics.${context.id}`);
  const rowFilter = rowCondition(metric, context, scope);
  const rows = rowFilter === null ? raw("count(*)") : dialect.countIf(rowFilter);
  const none = raw("null");
  const leftOut = context.entityKey == null ? none : withoutEntity(context.entityKey, dialect);
  const double = (x: Sql): Sql => dialect.cast(x, "number");
  if (metric.kind === "count")
    return { value: double(rows), numerator: rows, denominator: none, rows, leftOut, exact: true };
  if (metric.kind === "distinct") {
    if (metric.of === undefined && context.distinctOf === null) {
      return { value: double(rows), numerator: none, denominator: none, rows, leftOut, exact: false };
    }
    const { entityKey, entityOnce } = context;
    if (entityOnce === true && metric.of === undefined && context.distinctOf === entityKey)
      return { value: double(rows), numerator: none, denominator: none, rows, leftOut, exact: false };
    const counted = parseExpression(metric.of ?? context.distinctOf ?? "user_id");
    const { x: of } = typedExpression(counted, context.from, { dialect, path: `metrics.${context.id}` });
    const value = double(dialect.countDistinctIf(of, rowFilter ?? raw("true")));
    if (entityKey != null) return { value, numerator: none, denominator: none, rows, leftOut, exact: false };
    const lacking = dialect.countIf(sql`${of} is null${rowFilter === null ? raw("") : sql` and ${rowFilter}`}`);
    return { value, numerator: none, denominator: none, rows, leftOut: lacking, exact: false };
  }
  const of = numericOperand(metric.of, context);
  if (metric.kind === "quantile") {
    const x = dialect.cast(of.x, "number");
    const kept = rowFilter === null ? x : sql`case when ${rowFilter} then ${x} end`;
    return { value: dialect.quantile(metric.q, kept), numerator: none, denominator: none, rows, leftOut, exact: false };
  }
  const exact = isExact(of.type);
  const total = exactSum(of.x, of.type, { dialect, ...(rowFilter === null ? {} : { where: rowFilter }) });
  if (metric.kind === "sum") {
    const value = sql`case when ${rows} = 0 then 0 else ${total} end`;
    return { value: double(value), numerator: value, denominator: none, rows, leftOut, exact };
  }
  const present = dialect.countIf(sql`${of.x} is not null${rowFilter === null ? raw("") : sql` and ${rowFilter}`}`);
  return { value: dialect.safeDivide(total, present), numerator: total, denominator: present, rows, leftOut, exact };
}

/** Events that belong to no user, item or order. */
function withoutEntity(key: string, dialect: Dialect): Sql {
  return sql`coalesce(${dialect.sumIf(raw("events"), sql`${ident(key)} is null`)}, 0)`;
}

function rowCondition(
  metric: RowMetric,
  { dialect, filter, valueEvents, entityKey }: MetricContext,
  scope: ColumnScope,
): Sql | null {
  const parts: Sql[] = entityKey == null ? [] : [sql`${ident(entityKey)} is not null`];
  if (filter !== undefined && Object.keys(filter).length > 0) parts.push(compileCondition(filter, scope, dialect));
  const reads = metric.kind === "count" || metric.of === undefined ? [] : expressionColumns(parseExpression(metric.of));
  if (valueEvents != null && reads.some((name) => name.toLowerCase() === "value")) {
    parts.push(compileCondition({ event: [...valueEvents] }, scope, dialect));
  }
  return parts.length === 0 ? null : joinSql(parts, " and ");
}

function numericOperand(text: string, { id, from, dialect }: MetricContext): TypedValue {
  const operand = typedExpression(parseExpression(text), from, { dialect, path: `metrics.${id}` });
  const { x, type } = operand;
  if (type === "boolean") return { x: dialect.cast(x, "integer"), type: "integer" };
  if (type === "number" || isExact(type)) return operand;
  throw new AppError("CONFIG_INVALID", `metrics.${id}.of: ${text} is a ${type}, not a number`, {
    hint: "declare the column's type as integer, number or decimal(p,s), or count it instead",
  });
}
