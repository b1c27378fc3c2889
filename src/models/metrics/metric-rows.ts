import type { Condition } from "../../contract/condition.ts";
import { expressionColumns, parseExpression } from "../../contract/expression.ts";
import { AppError } from "../../core/errors.ts";
import { compileCondition } from "../../sql/compile.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { sumType } from "../column-type.ts";
import { type ColumnSet, dimensionColumn, scopeOf } from "../dimension.ts";
import type { TypedColumn } from "../event-log.ts";
import { exactSum } from "../exact-sum.ts";
import { type FactContext, factColumns } from "../fct-events.ts";
import { funnelFlags, sessionColumns, sessionsAsOf } from "../fct-sessions.ts";
import { eventColumns, occursCondition } from "./event-condition.ts";
import type { RowMetric } from "./metric-parts.ts";
import { noneIsNull, rowDimension } from "./shown-value.ts";

/** The rows a metric is computed on. */
export interface MetricRows {
  /** A relation with `ROW_PERIOD`, the columns below and a `rowDimension` for each dimension asked for. */
  readonly from: Sql;
  readonly columns: ColumnSet;
  /** The part of the metric's filter that is decided per row of the relation. */
  readonly filter: Condition | undefined;
  /** True when the rows are events: a metric of `value` then looks at the events whose value counts. */
  readonly perEvent: boolean;
  /** What `distinct` counts when the metric does not say; null when each row is one of them. */
  readonly distinctOf: string | null;
  /** The column that says which user, item or order a row is; its row without one stands for all that have none. */
  readonly entityKey: string | null;
  /** True when no two rows of a period with the same values shown are of the same user, item or order. */
  readonly entityOnce: boolean;
}

/** Columns that say when a row of a relation happened. */
export interface RowClock {
  readonly day: Sql;
  /** Null for relations that know days only. */
  readonly time: Sql | null;
}

/** Which rows, cut how. */
export interface RowSelection {
  /** Ids of dimensions that each row carries; of a session those of its first event. */
  readonly dimensions: readonly string[];
  /**
   * The value of the i-th dimension as it is shown, when only some are shown apart: a user, item or order with several
   * of the others is one row of Other. Absent when every value is shown.
   */
  readonly shown?: ((dimension: string, i: number) => Sql) | undefined;
  /** A condition on `day`, and on `user_id` where some users are looked at. */
  readonly days: Sql;
  /** The last instant, in microseconds, of whose events sessions are made; default: all events. */
  readonly endUs?: number | null | undefined;
  readonly period: (clock: RowClock) => Sql;
  /** What an event, the first event of a session, or a row of a table must satisfy; null for all. */
  readonly where: ((columns: ColumnSet) => Sql) | null;
}

const NO_ENTITY = { entityKey: null, entityOnce: false } as const;

export interface MetricRowsOptions {
  readonly id: string;
  /** The event log, or null when the project has none. */
  readonly facts: FactContext | null;
  /** Columns of `fct_<source>` of table sources, by source. */
  readonly tables: ReadonlyMap<string, ColumnSet>;
  readonly selection: RowSelection;
}

/**
 * The rows of a metric by its entity. Of a session, user, item or order metric, the filter's keys that are columns of
 * that entity are decided on it; the other keys are columns of events: a session then counts when one of its events
 * fits, and users, items and orders are made of the events that fit.
 */
export function metricRows(metric: RowMetric, options: MetricRowsOptions): MetricRows {
  const { id, facts, tables, selection } = options;
  const table = metric.on === undefined ? undefined : tables.get(metric.on);
  if (table !== undefined) {
    if (metric.entity !== "event") {
      throw new AppError(
        "CONFIG_INVALID",
        `metrics.${id}.entity: the table "${metric.on}" has rows, not ${metric.entity}s`,
        {
          hint: "leave out `entity`; count distinct values with kind: distinct",
        },
      );
    }
    const from = rowsOf(`fct_${metric.on}`, selection, { columns: table, on: raw("") });
    return { from, columns: table, filter: metric.filter, perEvent: false, distinctOf: "user_id", ...NO_ENTITY };
  }
  if (facts === null) {
    throw new AppError("CONFIG_INVALID", `metrics.${id}: the project has no events`, {
      hint: "name a table with `on: <source>`",
    });
  }
  if (metric.entity === "session") return sessionRows(metric, options, facts);
  if (metric.entity !== "event") return grouped(metric, options, facts);
  const columns = eventColumns(facts);
  const from = rowsOf("fct_events", selection, { columns, on: onSource(metric, "source") });
  return { from, columns, filter: metric.filter, perEvent: true, distinctOf: "user_id", ...NO_ENTITY };
}

/** Rows of the metric's source only. */
export const onSource = ({ on }: RowMetric, column: string): Sql =>
  on === undefined ? raw("") : raw(` and ${column} = ${literal(on)}`);

interface RowsOptions {
  readonly columns: ColumnSet;
  readonly on: Sql;
}

/** The period of a row among its own columns, of which one may be called `period`. */
export const ROW_PERIOD = ident("period of the row");

const CLOCK: RowClock = { day: raw("day"), time: raw("event_time") };

const fitting = (where: RowSelection["where"], columns: ColumnSet): Sql =>
  where === null ? raw("") : sql` and ${where(columns)}`;

/** Rows of a relation of the models in the days, with their period and dimensions. */
export function rowsOf(relation: string, selection: RowSelection, { columns, on }: RowsOptions): Sql {
  const { dimensions, days, period, where } = selection;
  const carried = dimensions.map((id) => sql`${dimensionColumn(id, columns)} as ${rowDimension(id)}`);
  return sql`(select ${joinSql([raw("*"), ...carried])}, ${period(CLOCK)} as ${ROW_PERIOD} from ${ident(relation)} where ${days}${on}${fitting(where, columns)}) as r`;
}

interface SplitFilter {
  readonly own: Condition | undefined;
  readonly events: Condition | undefined;
}

function splitFilter(filter: Condition | undefined, own: readonly TypedColumn[]): SplitFilter {
  const names = new Set(own.map(({ name }) => name.toLowerCase()));
  const pick = (mine: boolean): Condition | undefined => {
    const entries = Object.entries(filter ?? {}).filter(([name]) => names.has(name.toLowerCase()) === mine);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  return { own: pick(true), events: pick(false) };
}

/** A session with an event that a funnel names is known without its events. */
function flagged({ own, events }: SplitFilter, { project }: FactContext): SplitFilter {
  const [event, ...more] = Object.entries(events ?? {});
  const flag = event?.[0] === "event" && typeof event[1] === "string" ? funnelFlags(project).get(event[1]) : undefined;
  if (flag === undefined || more.length > 0 || own?.[flag] !== undefined) return { own, events };
  return { own: { ...own, [flag]: true }, events: undefined };
}

function fittingEvents(condition: Condition | undefined, { id }: MetricRowsOptions, facts: FactContext): Sql {
  if (condition === undefined) return raw("true");
  return compileCondition(condition, scopeOf(eventColumns(facts), `metrics.${id}.filter`), facts.dialect);
}

const listOf = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T];

/** What the events of a session, user, item or order must be, as a condition on the group; null when nothing is said. */
function groupCondition({ did, did_not }: RowMetric, { id }: MetricRowsOptions, facts: FactContext): Sql | null {
  const parts = [
    ...listOf(did).map((one) => occursCondition(one, facts, `metrics.${id}.did`)),
    ...listOf(did_not).map((one) => sql`not ${occursCondition(one, facts, `metrics.${id}.did_not`)}`),
  ];
  return parts.length === 0 ? null : joinSql(parts, " and ");
}

function sessionRows(metric: RowMetric, options: MetricRowsOptions, facts: FactContext): MetricRows {
  const { dimensions, days, where, period, endUs = null } = options.selection;
  const columns = sessionColumns(facts);
  const { own, events } = flagged(splitFilter(metric.filter, columns), facts);
  const carried = dimensions.map((id, i) => ({ id, alias: raw(`first_dimension_${i}`) }));
  const needsFirst = dimensions.length > 0 || metric.on !== undefined || where !== null;
  const first = needsFirst
    ? sql` join (select user_id as first_user, session_id as first_session, source as first_source${joinSql(
        carried.map(({ id, alias }) => sql`, ${dimensionColumn(id, eventColumns(facts))} as ${alias}`),
        "",
      )} from fct_events where is_new_session and ${days}${fitting(where, eventColumns(facts))}) as e
        on e.first_user = s.user_id and e.first_session = s.session_id`
    : raw("");
  const until =
    endUs === null ? raw("") : sql` and ${facts.dialect.epochUs(raw("event_time"))} <= ${raw(String(endUs))}`;
  const isOne = (of: Sql): Sql =>
    sql` and (s.user_id, s.session_id) in (select user_id, session_id from fct_events where session_id is not null${until}${of})`;
  const fits = events === undefined ? raw("") : isOne(sql` and ${fittingEvents(events, options, facts)}`);
  const having = groupCondition(metric, options, facts);
  const holds = having === null ? raw("") : isOne(sql` group by user_id, session_id having ${having}`);
  const extra = joinSql(
    carried.map(({ id, alias }) => sql`, e.${alias} as ${rowDimension(id)}`),
    "",
  );
  const at = period({ day: raw("s.day"), time: raw("s.started") });
  const from = sql`(select s.*, ${at} as ${ROW_PERIOD}${extra} from ${sessionsAsOf(endUs, facts)} as s${first} where ${days}${onSource(metric, "e.first_source")}${fits}${holds}) as r`;
  return {
    from,
    columns: { columns, complete: true },
    filter: own,
    perEvent: false,
    distinctOf: null,
    ...NO_ENTITY,
  };
}

/** A user's first event, beside the columns of `fct_events`. */
const FIRST = { user: ident("user seen first"), day: ident("day seen first"), time: ident("time seen first") };

const GROUP_KEYS = { user: "user_id", item: "item_id" } as const;

function grouped(metric: RowMetric, options: MetricRowsOptions, facts: FactContext): MetricRows {
  const { dialect, log } = facts;
  const { dimensions, shown, days, where, period } = options.selection;
  const key =
    metric.entity === "user" || metric.entity === "item" ? GROUP_KEYS[metric.entity] : orderColumn(options, facts);
  const columns = groupColumns(metric, key, facts);
  const { own, events } = splitFilter(metric.filter, columns);
  const values = dimensions.map((id, i) => {
    const isApart = shown === undefined || id.toLowerCase() === key.toLowerCase();
    return { id, ...(isApart ? ownValue(id, facts) : { value: shown(id, i), once: true }) };
  });
  const at = period(CLOCK);
  const asksNew = metric.entity === "user" && mentions(metric, "is_new");
  const isNew = asksNew
    ? sql`, coalesce(max(case when ${FIRST.user} is not null and ${period(FIRST)} = ${at} then 1 else 0 end) = 1, false) as is_new`
    : raw("");
  const firsts = asksNew
    ? sql` left join (select user_id as ${FIRST.user}, day as ${FIRST.day}, first_seen as ${FIRST.time} from
        (select user_id, first_day as day, first_seen from dim_users) as d where ${days}) as u on ${FIRST.user} = user_id`
    : raw("");
  const other = metric.entity === "user" ? "session_id" : "user_id";
  const qualified = doneCondition(metric, key, { options, facts });
  const carried = values.map(({ id, value }) => sql`${value} as ${rowDimension(id)}`);
  const from = sql`(select ${joinSql([ident(key), ...carried])}, ${at} as ${ROW_PERIOD}, count(*) as events, count(distinct ${raw(other)}) as ${raw(metric.entity === "user" ? "sessions" : "users")},
      ${exactSum(raw("value"), log.valueType, { dialect })} as value${isNew}
    from fct_events${firsts} where ${days}${onSource(metric, "source")}${fitting(where, eventColumns(facts))} and ${fittingEvents(events, options, facts)}${qualified}
    group by ${joinSql([ident(key), ...values.map(({ value }) => value), at])}) as r`;
  return {
    from,
    columns: { columns, complete: true },
    filter: own,
    perEvent: false,
    distinctOf: key,
    entityKey: key,
    entityOnce: values.every(({ once }) => once),
  };
}

interface OwnValue {
  readonly value: Sql;
  /** False when values that differ may be shown alike. */
  readonly once: boolean;
}

function ownValue(id: string, facts: FactContext): OwnValue {
  const value = dimensionColumn(id, eventColumns(facts));
  const { type } = value;
  if (type === "text") return { value: noneIsNull(value), once: true };
  return { value, once: type === "integer" || type === "boolean" || type === "date" };
}

interface DoneOptions {
  readonly options: MetricRowsOptions;
  readonly facts: FactContext;
}

/** What a user, item or order did in a period is decided by all its events of the period, whatever they are split or filtered by. */
function doneCondition(metric: RowMetric, key: string, { options, facts }: DoneOptions): Sql {
  const { days, period } = options.selection;
  const having = groupCondition(metric, options, facts);
  if (having === null) return raw("");
  const [id, at] = [ident(key), period(CLOCK)];
  return sql` and (${id} is null or (${id}, ${at}) in (select ${id}, ${at} from fct_events
    where ${days}${onSource(metric, "source")} and ${id} is not null group by ${id}, ${at} having ${having}))`;
}

/** What is known of a user, item or order in a period. */
function groupColumns({ entity }: RowMetric, key: string, facts: FactContext): readonly TypedColumn[] {
  const idType = factColumns(facts).find(({ name }) => name === key)?.type ?? "text";
  return [
    { name: key, type: idType },
    { name: "events", type: "integer" },
    { name: entity === "user" ? "sessions" : "users", type: "integer" },
    { name: "value", type: sumType(facts.log.valueType) },
    ...(entity === "user" ? [{ name: "is_new", type: "boolean" as const }] : []),
  ];
}

/** True when the metric's filter or what it aggregates reads a column. */
function mentions(metric: RowMetric, column: string): boolean {
  const read = "of" in metric && metric.of !== undefined ? expressionColumns(parseExpression(metric.of)) : [];
  return [...Object.keys(metric.filter ?? {}), ...read].some((name) => name.toLowerCase() === column);
}

/** The column of `fct_events` that names the order. @throws AppError CONFIG_INVALID when no source maps one */
function orderColumn({ id }: MetricRowsOptions, { project, log }: FactContext): string {
  for (const source of log.sources) {
    const mapped = project.sources[source]?.events?.order;
    const column = log.declared.find(({ name }) => name.toLowerCase() === mapped?.toLowerCase());
    if (column !== undefined) return column.name;
  }
  throw new AppError("CONFIG_INVALID", `metrics.${id}.entity: no source says which column is the order`, {
    hint: "map it: sources.<id>.events.order: <column>",
  });
}
