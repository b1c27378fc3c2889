import { NO_VALUE } from "../../contract/selection.ts";
import { joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { isAddedUp } from "./daily-metrics.ts";
import { type DayRange, type MetricRequest, type MetricsContext, rowMetrics } from "./metric-request.ts";
import { periodColumn } from "./period-column.ts";
import { keptValue } from "./shown-value.ts";

/** The rows of a request from `fct_daily`: as they stand by day, else added up. */
export function dailyMetricRows(request: MetricRequest, context: MetricsContext): readonly Sql[] {
  return request.windows.flatMap((window, index) => [
    levelRows(request, context, { window, index, level: 0 }),
    ...(request.by.length === 0 ? [] : [levelRows(request, context, { window, index, level: 1 })]),
  ]);
}

interface LevelOptions {
  readonly window: DayRange;
  readonly index: number;
  readonly level: 0 | 1;
}

function levelRows(request: MetricRequest, context: MetricsContext, { window, index, level }: LevelOptions): Sql {
  const { dialect, project } = context;
  const [filter] = request.filters;
  const metrics = rowMetrics(request.metrics, project);
  const dimension = filter?.dimension ?? (level === 1 ? request.by[0] : "") ?? "";
  const conditions = [
    sql`day >= ${dialect.date(window.from)} and day < ${dialect.date(window.to)}`,
    sql`dimension = ${dimension}`,
    sql`metric in (${joinSql([...metrics.keys()].map((id) => sql`${id}`))})`,
    ...(level === 1 ? [raw('"rows" > 0')] : []),
    ...(filter === undefined ? [] : [sql`dimension_value = ${filter.values[0] ?? NO_VALUE}`]),
  ];
  const clock = { day: raw("day"), time: null };
  const range = { minMs: 0, maxMs: 0 };
  const period = periodColumn(request.grain, clock, { project, dialect, range, whole: window.from });
  const value = raw("dimension_value");
  const key = request.top === null ? value : sql`case when ${keptValue(value, 0, dialect)} then ${value} end`;
  const none = dialect.cast(raw("null"), "text");
  const head = sql`select ${raw(String(index))} as "window", ${raw(String(level))} as level, ${level === 1 ? key : none} as k0,
      ${none} as k1, ${none} as k2, ${period} as period, metric`;
  const from = sql`from fct_daily where ${joinSql(conditions, " and ")}`;
  if (!isAddedUp(request)) return sql`${head}, value, "rows", left_out ${from}`;
  const means = [...metrics].filter(([, { kind }]) => kind === "mean").map(([id]) => literal(id));
  // 0 on a day without a row is no value beside rows that have none
  const added = raw('case when sum("rows") > 0 then sum(case when "rows" > 0 then numerator end) else 0 end');
  const sum = dialect.cast(added, "number");
  const mean = dialect.safeDivide(raw("sum(numerator)"), raw("sum(denominator)"));
  const total =
    means.length === 0 ? sum : sql`case when metric in (${raw(means.join(", "))}) then ${mean} else ${sum} end`;
  return sql`${head}, ${total} as value, ${dialect.cast(raw('sum("rows")'), "integer")} as "rows",
      ${dialect.cast(raw("sum(left_out)"), "integer")} as left_out ${from} group by metric, ${period}${level === 1 ? sql`, ${key}` : raw("")}`;
}
