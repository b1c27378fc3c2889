import type { Metric } from "../../contract/project/metric.ts";
import { NO_VALUE, OTHER } from "../../contract/selection.ts";
import { joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { dailyMetrics } from "./daily-metrics.ts";
import { metricJob } from "./metric-job.ts";
import type { DayRange, MetricRequest, MetricsContext } from "./metric-request.ts";
import { topKey } from "./shown-value.ts";

const NONE = raw(literal(NO_VALUE));

/**
 * For each dimension its largest values by the first metric (a ratio by its denominator, means and quantiles by their
 * rows) in the window where it is larger, as a table `top_<i>` with a column k. A value that is itself called Other goes into Other:
 * two lines of one name would be taken for one.
 */
export function topTables(asked: MetricRequest, context: MetricsContext): readonly Sql[] {
  const request = { ...asked, metrics: asked.rankedBy ?? asked.metrics, users: undefined };
  const id = rankedBy(request, context);
  const daily = dailyMetrics(request, context);
  const { top } = request;
  if (top === null || id === null) return [];
  return request.by.map((dimension, i) => {
    const perWindow = request.windows.map((window) =>
      daily.has(id)
        ? dailySizes(id, dimension, { window, context, request })
        : factSizes(id, dimension, { window, context, request: { ...request, by: [dimension], top: null } }),
    );
    const sized = sql`select k, max(size) as size, max(n) as n from (${joinSql(perWindow, " union all ")}) as sizes group by k`;
    return sql`${raw(`top_${i}`)} as (select k from (${sized}) as sized
      where k not in (${NONE}, ${raw(literal(OTHER))}) and n > 0 order by size desc, n desc, k limit ${raw(String(top))})`;
  });
}

/** The metric of rows by which values are large. */
function rankedBy({ metrics }: MetricRequest, { project }: MetricsContext): string | null {
  const [id = ""] = metrics;
  const metric: Metric | undefined = project.metrics[id];
  if (metric === undefined) return null;
  return metric.kind === "ratio" ? metric.denominator : id;
}

interface SizeOptions {
  readonly window: DayRange;
  readonly context: MetricsContext;
  readonly request: MetricRequest;
}

function factSizes(id: string, dimension: string, { window, context, request }: SizeOptions): Sql {
  const job = metricJob(id, { ...request, grain: "total" }, { context, window });
  const value = topKey(dimension, 0, { top: null, dialect: context.dialect, columns: job.dimensions });
  const size = ["count", "sum", "distinct"].includes(job.metric.kind) ? job.parts.value : job.parts.rows;
  return sql`select ${value} as k, ${size} as size, ${job.parts.rows} as n from ${job.from} group by ${value}`;
}

function dailySizes(id: string, dimension: string, { window, context, request }: SizeOptions): Sql {
  const { dialect, project } = context;
  const kept = joinSql(
    request.filters.map(({ values }) => sql` and dimension_value = ${values[0] ?? NO_VALUE}`),
    "",
  );
  const size = raw(project.metrics[id]?.kind === "mean" ? 'sum("rows")' : "sum(numerator)");
  return sql`select dimension_value as k, ${size} as size, sum("rows") as n from fct_daily
    where metric = ${id} and dimension = ${dimension}
      and day >= ${dialect.date(window.from)} and day < ${dialect.date(window.to)}${kept} group by dimension_value`;
}
