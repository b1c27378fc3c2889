import type { Condition } from "../contract/condition.ts";
import { AppError } from "../core/errors.ts";
import { compileCondition } from "../sql/compile.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import { sumType } from "./column-type.ts";
import { type ColumnSet, scopeOf } from "./dimension.ts";
import type { TypedColumn } from "./event-log.ts";
import { exactSum } from "./exact-sum.ts";
import { type FactContext, factColumns } from "./fct-events.ts";
import { sessionColumns } from "./fct-sessions.ts";
import type { RowMetric } from "./metric.ts";

/** The rows a metric is computed on. */
export interface MetricRows {
  /** A relation with a column `day`, the columns below and, where asked for, the dimension. */
  readonly from: Sql;
  readonly columns: ColumnSet;
  /** The part of the metric's filter that is decided per row of the relation. */
  readonly filter: Condition | undefined;
  /** True when the rows are events: a metric of `value` then looks at the events whose value counts. */
  readonly perEvent: boolean;
  /** What `distinct` counts when the metric does not say; null when each row is one of them. */
  readonly distinctOf: string | null;
}

export interface MetricRowsOptions {
  readonly id: string;
  /** The event log, or null when the project has none. */
  readonly facts: FactContext | null;
  /** Columns of `fct_<source>` of table sources, by source. */
  readonly tables: ReadonlyMap<string, ColumnSet>;
  readonly dimension: string | null;
  /** Restricts the rows: a condition on `day`. */
  readonly days: Sql;
}

/**
 * The rows of a metric by its entity. Of a session, user or item metric, the filter's keys that are columns of that
 * entity are decided on it; the other keys are columns of events: a session then counts when one of its events fits,
 * and users and items are made of the events that fit.
 */
export function metricRows(metric: RowMetric, options: MetricRowsOptions): MetricRows {
  const { id, facts, tables, days } = options;
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
    const from = sql`(select * from ${ident(`fct_${metric.on}`)} where ${days}) as r`;
    return { from, columns: table, filter: metric.filter, perEvent: false, distinctOf: "user_id" };
  }
  if (facts === null) {
    throw new AppError("CONFIG_INVALID", `metrics.${id}: the project has no events`, {
      hint: "name a table with `on: <source>`",
    });
  }
  if (metric.entity === "session") return sessionRows(metric, options, facts);
  if (metric.entity !== "event") return grouped(metric, options, facts);
  const from = sql`(select * from fct_events where ${days}${onSource(metric, "source")}) as r`;
  return { from, columns: eventColumns(facts), filter: metric.filter, perEvent: true, distinctOf: "user_id" };
}

const eventColumns = (facts: FactContext): ColumnSet => ({ columns: factColumns(facts), complete: facts.log.complete });

const onSource = ({ on }: RowMetric, column: string): Sql =>
  on === undefined ? raw("") : raw(` and ${column} = ${literal(on)}`);

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

function eventCondition(condition: Condition | undefined, { id }: MetricRowsOptions, facts: FactContext): Sql {
  if (condition === undefined) return raw("true");
  return compileCondition(condition, scopeOf(eventColumns(facts), `metrics.${id}.filter`), facts.dialect);
}

function sessionRows(metric: RowMetric, options: MetricRowsOptions, facts: FactContext): MetricRows {
  const columns = sessionColumns(facts);
  const { own, events } = splitFilter(metric.filter, columns);
  const needsFirst = options.dimension !== null || metric.on !== undefined;
  const first = needsFirst
    ? sql` join (select user_id as first_user, session_id as first_session, source as first_source${
        options.dimension === null ? raw("") : sql`, ${ident(options.dimension)} as first_dimension`
      } from fct_events where is_new_session and ${options.days}) as e on e.first_user = s.user_id and e.first_session = s.session_id`
    : raw("");
  const fits =
    events === undefined
      ? raw("")
      : sql` and exists (select 1 from fct_events as x where x.user_id = s.user_id and x.session_id = s.session_id and ${eventCondition(events, options, facts)})`;
  const extra = options.dimension === null ? raw("") : sql`, e.first_dimension as ${ident(options.dimension)}`;
  const from = sql`(select s.*${extra} from fct_sessions as s${first} where ${options.days}${onSource(metric, "e.first_source")}${fits}) as r`;
  return { from, columns: { columns, complete: true }, filter: own, perEvent: false, distinctOf: null };
}

function grouped(metric: RowMetric, options: MetricRowsOptions, facts: FactContext): MetricRows {
  const { dialect, log } = facts;
  const key = metric.entity === "user" ? "user_id" : "item_id";
  const other = metric.entity === "user" ? { name: "sessions", of: "session_id" } : { name: "users", of: "user_id" };
  const idType = log.staged.find(({ name }) => name === key)?.type ?? "text";
  const columns: readonly TypedColumn[] = [
    { name: key, type: idType },
    { name: "day", type: "date" },
    { name: "events", type: "integer" },
    { name: other.name, type: "integer" },
    { name: "value", type: sumType(log.valueType) },
  ];
  const { own, events } = splitFilter(metric.filter, columns);
  const keys = [
    raw(key),
    raw("day"),
    ...(options.dimension === null || options.dimension === key ? [] : [ident(options.dimension)]),
  ];
  const from = sql`(select ${joinSql(keys)}, count(*) as events, count(distinct ${raw(other.of)}) as ${raw(other.name)},
      ${exactSum(raw("value"), log.valueType, { dialect })} as value
    from fct_events where ${raw(key)} is not null and ${options.days}${onSource(metric, "source")} and ${eventCondition(events, options, facts)}
    group by ${joinSql(keys)}) as r`;
  return { from, columns: { columns, complete: true }, filter: own, perEvent: false, distinctOf: key };
}
