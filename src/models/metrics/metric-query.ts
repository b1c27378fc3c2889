import type { Query } from "../../sql/query.ts";
import { inlineText, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { dailyMetricRows } from "./daily-metric-rows.ts";
import { dailyMetrics } from "./daily-metrics.ts";
import { type MetricJob, metricJob } from "./metric-job.ts";
import { metricPieces } from "./metric-pieces.ts";
import { checkNames, type DayRange, type MetricRequest, type MetricsContext, rowMetrics } from "./metric-request.ts";
import { MetricRow } from "./metric-row.ts";
import { ROW_PERIOD } from "./metric-rows.ts";
import { topKey } from "./shown-value.ts";
import { topTables } from "./top-values.ts";

export const MAX_DIMENSIONS = 3;

/**
 * The one SQL text that answers a request: a row per metric (ratios by their parts), window, level, values and period
 * that has rows. A metric is answered from `fct_daily` where that gives the same numbers, else from the facts.
 * @throws AppError USAGE for an unknown name, CONFIG_INVALID for what the project says and its data lack
 */
export function metricQuery(request: MetricRequest, context: MetricsContext): Query<MetricRow> {
  checkNames(request, context.project);
  return {
    name: "metrics",
    row: MetricRow,
    text: metricText(request, context),
    pieces: () => metricPieces(request, context, metricText),
  };
}

function metricText(request: MetricRequest, context: MetricsContext): Sql {
  const daily = request.users === undefined ? dailyMetrics(request, context) : new Set<string>();
  const others = [...rowMetrics(request.metrics, context.project).keys()].filter((id) => !daily.has(id));
  const selects = [
    ...(daily.size === 0 ? [] : dailyMetricRows({ ...request, metrics: [...daily] }, context)),
    ...request.windows.flatMap((window, index) =>
      windowRows({ ...request, metrics: others }, context, { window, index }),
    ),
  ];
  const tops = topTables(request, context);
  const withs = tops.length === 0 ? raw("") : sql`with ${joinSql(tops)} `;
  return sql`${withs}select ${raw(
    MetricRow.keyof()
      .options.map((name) => `"${name}"`)
      .join(", "),
  )}
      from (${joinSql(selects, " union all ")}) as found
      order by metric, "window", level, k0, k1, k2, period`;
}

interface WindowOptions {
  readonly window: DayRange;
  readonly index: number;
}

/** Each level on rows of its own: a user is one row in the total and one per value below. */
function windowRows(request: MetricRequest, context: MetricsContext, { window, index }: WindowOptions): readonly Sql[] {
  return levels(request).flatMap((level) => {
    const split = { ...request, by: request.by.slice(0, level) };
    const groups = new Map<string, Jobs>();
    for (const id of rowMetrics(request.metrics, context.project).keys()) {
      const job = metricJob(id, split, { context, window });
      const key = inlineText(job.from);
      const others = groups.get(key);
      groups.set(key, others === undefined ? [job] : [...others, job]);
    }
    return [...groups.values()].map((jobs) => scan(jobs, split, { context, index }));
  });
}

/** The total, then what is split by: its leading parts, or all of it at once. */
export function levels({ by, tree }: Pick<MetricRequest, "by" | "tree">): readonly number[] {
  if (by.length === 0) return [0];
  return tree === true ? Array.from({ length: by.length + 1 }, (_, i) => i) : [0, by.length];
}

type Jobs = readonly [MetricJob, ...MetricJob[]];

interface ScanOptions {
  readonly context: MetricsContext;
  readonly index: number;
}

/** One scan of a relation: every metric of it, by period and dimensions. */
function scan([first, ...more]: Jobs, { by, top, users }: MetricRequest, { context, index }: ScanOptions): Sql {
  const { dialect } = context;
  const jobs = [first, ...more];
  const level = by.length;
  const keys = by.map((dimension, i) => topKey(dimension, i, { top, dialect, columns: first.dimensions }));
  const aggregates = jobs.flatMap(({ parts }, i) => [
    sql`${parts.value} as ${raw(`value_${i}`)}`,
    sql`${dialect.cast(parts.rows, "integer")} as ${raw(`rows_${i}`)}`,
    sql`${dialect.cast(parts.leftOut, "integer")} as ${raw(`left_out_${i}`)}`,
  ]);
  const groups = [ROW_PERIOD, ...keys];
  const wide = sql`select ${joinSql([sql`${ROW_PERIOD} as period`, ...keys.map((key, i) => sql`${key} as ${raw(`k${i}`)}`), ...aggregates])}
    from ${first.from} where ${ROW_PERIOD} is not null group by ${joinSql(groups)}`;
  const index_ = raw(jobs.map((_, i) => `select ${i} as i`).join(" union all "));
  const pick = (column: string): Sql =>
    jobs.length === 1
      ? raw(`${column}_0`)
      : raw(`case i ${jobs.map((_, i) => `when ${i} then ${column}_${i}`).join(" ")} end`);
  const names = raw(`case i ${jobs.map(({ id }, i) => `when ${i} then ${literal(id)}`).join(" ")} end`);
  const empty = dialect.cast(raw("null"), "text");
  const keyColumns = [0, 1, 2].map((i) => sql`${i < level ? raw(`k${i}`) : empty} as ${raw(`k${i}`)}`);
  // what one group of users lacks is added to what others have
  const lacking = users === undefined ? raw("") : sql` or ${pick("left_out")} > 0`;
  const counted = level === 0 ? raw("") : sql` where ${pick("rows")} > 0${lacking}`;
  return sql`select ${raw(String(index))} as "window", ${raw(String(level))} as level, ${joinSql(keyColumns)}, period, ${names} as metric,
      ${pick("value")} as value, ${pick("rows")} as "rows", ${pick("left_out")} as left_out
    from (${wide}) as wide cross join (${index_}) as numbered${counted}`;
}
