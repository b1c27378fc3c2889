import type { Metric } from "../contract/project/metric.ts";
import type { Project } from "../contract/project/project.ts";
import type { Dialect } from "../sql/dialect.ts";
import { ident, inlineText, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import { type ColumnSet, dimensionsOf } from "./dimension.ts";
import type { FactContext } from "./fct-events.ts";
import { type MetricParts, metricParts, type RowMetric } from "./metrics/metric-parts.ts";
import { type MetricRows, metricRows, ROW_PERIOD, type RowSelection } from "./metrics/metric-rows.ts";
import { rowDimension } from "./metrics/shown-value.ts";
import type { RelationDoc } from "./relation.ts";

export const fctDailyDoc: RelationDoc = {
  name: "fct_daily",
  kind: "table",
  row: "one declared metric on one calendar day, in total or for one value of one declared dimension",
  columns: [
    { name: "day", type: "date", meaning: "calendar day in the project's time zone; of a session the day it started" },
    { name: "source", type: "text", meaning: "`events`, or the source that the metric names with `on`" },
    { name: "metric", type: "text", meaning: "id of the metric" },
    { name: "dimension", type: "text", meaning: "id of the dimension; empty for the total" },
    {
      name: "dimension_value",
      type: "text",
      meaning:
        "value of the dimension, `(none)` for null; empty for the total. A session has the value of its first event",
    },
    { name: "value", type: "number", meaning: "the metric; null when it cannot be computed" },
    {
      name: "numerator",
      type: "decimal(38,9)",
      meaning:
        "count and sum: the value; mean: the sum; ratio: value of its numerator; distinct and quantile: null, they cannot be added",
    },
    {
      name: "denominator",
      type: "decimal(38,9)",
      meaning: "mean: how many values; ratio: value of its denominator; else null",
    },
    { name: "rows", type: "integer", meaning: "rows that entered the metric; of a ratio those of its denominator" },
    {
      name: "left_out",
      type: "integer",
      meaning:
        "rows that have none of what is counted, such as no user, and so do not count; null where nothing can lack",
    },
  ],
  notes: [
    "The total has a row for every day on which the metric's source has rows; a value of a dimension only where a row entered or was left out.",
    "`min_volume` is not applied here: `rows` says how many rows there are.",
  ],
};

/** Where metrics are computed from. */
export interface DailyContext {
  readonly project: Project;
  readonly dialect: Dialect;
  readonly facts: FactContext | null;
  /** Columns of each `fct_<source>` that has days. */
  readonly tables: ReadonlyMap<string, ColumnSet>;
  /** Condition on `day`: which days to compute. */
  readonly days: Sql;
}

/** An empty `fct_daily`. */
export function emptyDaily(dialect: Dialect): Sql {
  const type = (logical: string): Parameters<Dialect["cast"]>[1] =>
    logical === "decimal(38,9)" ? logical : (logical as "text");
  return sql`select ${joinSql(
    fctDailyDoc.columns.map(
      ({ name, type: logical }) => sql`${dialect.cast(raw("null"), type(logical))} as ${ident(name)}`,
    ),
  )} where false`;
}

interface Job {
  readonly id: string;
  readonly source: string;
  readonly rows: MetricRows;
  readonly parts: MetricParts;
}

/**
 * Selects that together give `fct_daily`, in the order in which they are to be inserted: metrics of rows first, one
 * scan per relation and dimension; then ratios, which read the metrics before them.
 */
export function dailyInserts(context: DailyContext): readonly Sql[] {
  const metrics = Object.entries(context.project.metrics);
  const plain = metrics.filter(
    (entry): entry is [string, RowMetric] => entry[1].kind !== "ratio" && hasDays(entry[1], context),
  );
  const sources = new Map(plain.map(([id, metric]) => [id, metric.on ?? "events"]));
  const scans = plain.flatMap(([id, metric]) =>
    [null, ...dimensionsOf(context.project, metric.on ?? null)].map((dimension) => ({
      dimension,
      job: jobOf(id, metric, { context, dimension }),
    })),
  );
  const groups = new Map<string, { dimension: string | null; jobs: Job[] }>();
  for (const { dimension, job } of scans) {
    const key = `${dimension ?? ""}\n${inlineText(job.rows.from)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { dimension, jobs: [job] });
    else group.jobs.push(job);
  }
  const ratios = metrics.flatMap(([id, metric]) =>
    metric.kind === "ratio" ? [ratioRows(id, metric, { context, sources })] : [],
  );
  return [...[...groups.values()].map(({ dimension, jobs }) => scanRows(dimension, jobs, context.dialect)), ...ratios];
}

/** A table without any time has no days. */
function hasDays({ on }: RowMetric, { project, tables }: DailyContext): boolean {
  return on === undefined || project.sources[on]?.table === undefined || tables.has(on);
}

interface JobOptions {
  readonly context: DailyContext;
  readonly dimension: string | null;
}

function jobOf(id: string, metric: RowMetric, { context, dimension }: JobOptions): Job {
  const { dialect, facts } = context;
  const selection: RowSelection = {
    dimensions: dimension === null ? [] : [dimension],
    days: context.days,
    period: ({ day }) => day,
    where: null,
  };
  const rows = metricRows(metric, { id, facts, tables: context.tables, selection });
  const parts = metricParts(metric, {
    id,
    from: rows.columns,
    dialect,
    filter: rows.filter,
    valueEvents: rows.perEvent ? (facts?.log.valueEvents ?? null) : null,
    distinctOf: rows.distinctOf,
    entityKey: rows.entityKey,
    entityOnce: rows.entityOnce,
  });
  return { id, source: metric.on ?? "events", rows, parts };
}

const DECIMAL = "decimal(38,9)" as const;

/** One scan of a relation: every metric of it, by day and by the dimension. */
function scanRows(dimension: string | null, jobs: readonly Job[], dialect: Dialect): Sql {
  const from = jobs[0]?.rows.from ?? raw("");
  const value =
    dimension === null ? raw("''") : sql`coalesce(${dialect.cast(rowDimension(dimension), "text")}, '(none)')`;
  const aggregates = jobs.flatMap(({ parts }, i) => [
    sql`${parts.value} as ${raw(`value_${i}`)}`,
    sql`${dialect.tryCast(parts.numerator, DECIMAL)} as ${raw(`numerator_${i}`)}`,
    sql`${dialect.tryCast(parts.denominator, DECIMAL)} as ${raw(`denominator_${i}`)}`,
    sql`${parts.rows} as ${raw(`rows_${i}`)}`,
    sql`${dialect.cast(parts.leftOut, "integer")} as ${raw(`left_out_${i}`)}`,
  ]);
  const selects = jobs.map(
    ({ id, source }, i) => sql`select day, ${raw(literal(source))} as source, ${raw(literal(id))} as metric,
      ${raw(literal(dimension ?? ""))} as dimension, dimension_value, ${raw(`value_${i}`)} as value,
      ${raw(`numerator_${i}`)} as numerator, ${raw(`denominator_${i}`)} as denominator, ${raw(`rows_${i}`)} as rows,
      ${raw(`left_out_${i}`)} as left_out
      from wide${dimension === null ? raw("") : raw(` where rows_${i} > 0 or left_out_${i} > 0`)}`,
  );
  return sql`with wide as (select ${ROW_PERIOD} as day, ${value} as dimension_value, ${joinSql(aggregates)}
      from ${from} where ${ROW_PERIOD} is not null group by ${ROW_PERIOD}, ${dimension === null ? raw("''") : value})
    ${joinSql(selects, " union all ")}`;
}

type RatioMetric = Extract<Metric, { readonly kind: "ratio" }>;

interface RatioOptions {
  readonly context: DailyContext;
  readonly sources: ReadonlyMap<string, string>;
}

/** A ratio from the daily values of its parts. A count or sum that has no row for a slice is 0 there. */
function ratioRows(id: string, { numerator, denominator }: RatioMetric, { context, sources }: RatioOptions): Sql {
  const { dialect, project, days } = context;
  const source = literal(sources.get(numerator) ?? "events");
  const part = (metric: string): Sql => sql`(select * from fct_daily where metric = ${metric} and ${days})`;
  const partValue = (metric: string, alias: string): Sql => {
    const kind = project.metrics[metric]?.kind;
    const additive = kind === "count" || kind === "sum" || kind === "distinct";
    return additive
      ? sql`case when ${raw(alias)}.day is null then 0 else ${raw(alias)}.value end`
      : sql`${raw(alias)}.value`;
  };
  const [n, d] = [partValue(numerator, "n"), partValue(denominator, "d")];
  const exact = (metric: string, alias: string, value: Sql): Sql => {
    const kind = project.metrics[metric]?.kind;
    const own =
      kind === "count" || kind === "sum"
        ? sql`case when ${raw(alias)}.day is null then 0 else ${raw(alias)}.numerator end`
        : value;
    return dialect.tryCast(own, DECIMAL);
  };
  return sql`select coalesce(n.day, d.day) as day, ${raw(source)} as source, ${raw(literal(id))} as metric,
      coalesce(n.dimension, d.dimension) as dimension, coalesce(n.dimension_value, d.dimension_value) as dimension_value,
      ${dialect.safeDivide(n, d)} as value, ${exact(numerator, "n", n)} as numerator,
      ${exact(denominator, "d", d)} as denominator, coalesce(d.rows, 0) as rows,
      d.left_out as left_out
    from ${part(numerator)} as n full join ${part(denominator)} as d
      on n.day = d.day and n.dimension = d.dimension and n.dimension_value = d.dimension_value`;
}
