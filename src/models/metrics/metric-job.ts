import { type DimensionFilter, NO_VALUE } from "../../contract/selection.ts";
import { DAY_MS, startOfDayMs } from "../../core/calendar.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type ColumnSet, dimensionText } from "../dimension.ts";
import { cutUs } from "./complete-days.ts";
import { eventColumns } from "./event-condition.ts";
import { type MetricParts, metricParts, type RowMetric } from "./metric-parts.ts";
import { type DayRange, type MetricRequest, type MetricsContext, rowMetrics } from "./metric-request.ts";
import { metricRows, type RowSelection } from "./metric-rows.ts";
import { periodColumn } from "./period-column.ts";
import { segmentCondition } from "./segment.ts";
import { sessionsByFirstEvent } from "./sessions-by-first-event.ts";
import { shownValue } from "./shown-value.ts";
import { usersAtEdge, usersFromDays } from "./users-from-days.ts";

export interface MetricJob {
  readonly id: string;
  readonly metric: RowMetric;
  /** The relation whose rows are aggregated, with `ROW_PERIOD` and a `rowDimension` for each that it is split by. */
  readonly from: Sql;
  readonly parts: MetricParts;
  /** The columns that the dimensions of its rows are. */
  readonly dimensions: ColumnSet;
}

const NO_COLUMNS: ColumnSet = { columns: [], complete: true };

interface JobOptions {
  readonly context: MetricsContext;
  readonly window: DayRange;
}

/**
 * What one metric of a request aggregates in one window.
 * @throws AppError CONFIG_INVALID for what the project says about it and its source lacks
 */
export function metricJob(id: string, request: MetricRequest, { context, window }: JobOptions): MetricJob {
  const { dialect, facts, tables, project, ranges, asOfMs } = context;
  const metric = rowMetrics([id], project).get(id);
  if (metric === undefined) throw new RangeError(`not a metric of rows: ${id}`);
  const zone = project.project.timezone;
  const range = { minMs: startOfDayMs(window.from, zone) - DAY_MS, maxMs: startOfDayMs(window.to, zone) + DAY_MS };
  const filtered = request.filters.length > 0 || request.segment !== undefined;
  const dimensions = tables.get(metric.on ?? "") ?? (facts === null ? NO_COLUMNS : eventColumns(facts));
  const selection: RowSelection = {
    dimensions: request.by,
    shown:
      request.top === null ? undefined : (dimension, i) => shownValue(dimension, i, { dialect, columns: dimensions }),
    days: sql`day >= ${dialect.date(window.from)} and day < ${dialect.date(window.to)}${userGroup(request, dialect)}`,
    endUs: cutUs(ranges, asOfMs),
    period: (clock) => periodColumn(request.grain, clock, { project, dialect, range, whole: window.from }),
    where: filtered ? (columns) => selectedRows({ ...request, days: window }, context, columns) : null,
  };
  const events = ranges.get("events");
  const whole = request.grain === "total" && request.by.length === 0 && !filtered && request.users === undefined;
  const atEdge =
    whole && facts !== null && events !== undefined ? usersAtEdge(metric, { window, events, zone }, dialect) : null;
  const counted =
    atEdge ?? (facts === null || request.grain === "hour" ? null : usersFromDays(metric, selection, dialect));
  if (counted !== null) return { id, metric, dimensions, ...counted };
  const options = { id, facts, tables, selection };
  const begun = facts === null ? null : sessionsByFirstEvent(metric, options, facts);
  if (begun !== null) {
    const parts = metricParts(metric, { id, from: dimensions, dialect, distinctOf: null });
    return { id, metric, dimensions, from: begun, parts };
  }
  const rows = metricRows(metric, options);
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
  return { id, metric, dimensions, from: rows.from, parts };
}

function userGroup({ users }: MetricRequest, dialect: Dialect): Sql {
  if (users === undefined) return raw("");
  if (users.index === 0) return raw(" and user_id is null");
  const remainder = sql`${dialect.hash64(raw("user_id"))} % ${raw(String(users.of))}`;
  return sql` and user_id is not null and ${remainder} = ${raw(String(users.index - 1))}`;
}

interface RowChoice extends Pick<MetricRequest, "filters" | "segment"> {
  /** The days that the rows are of. */
  readonly days: DayRange;
}

/** What the filters and the segment say about a row. Behaviour is looked at up to the end of the days. */
export function selectedRows({ filters, segment, days }: RowChoice, context: MetricsContext, columns: ColumnSet): Sql {
  const { dialect, facts, project } = context;
  const conditions = filteredRows(filters, columns, dialect);
  const rule = segment === undefined ? undefined : project.segments[segment];
  if (rule === undefined || segment === undefined) return joinSql(conditions, " and ");
  const inSegment = segmentCondition(rule, { id: segment, facts, columns, asOf: days.to, dialect });
  return joinSql([...conditions, inSegment], " and ");
}

/** What each filter says about a row: no value and one called `(none)` are one, as they are shown. */
export function filteredRows(
  filters: readonly DimensionFilter[],
  columns: ColumnSet,
  dialect: Dialect,
): readonly Sql[] {
  return filters.map(({ dimension, not, values }) => {
    const texts = values.map((value) => value ?? NO_VALUE);
    const isOne = sql`${dimensionText(dimension, columns, dialect)} in (${joinSql(texts.map((text) => sql`${text}`))})`;
    return sql`${raw(not ? "not " : "")}coalesce(${isOne}, ${raw(String(texts.includes(NO_VALUE)))})`;
  });
}
