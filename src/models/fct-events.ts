import type { Project } from "../contract/project/project.ts";
import type { Dialect, SqlType } from "../sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import { computedDimensions } from "./dimension.ts";
import { type EventLog, factColumnName, type TypedColumn } from "./event-log.ts";
import { projectDay, type TimeRange } from "./project-day.ts";
import type { RelationDoc } from "./relation.ts";

export const fctEventsDoc: RelationDoc = {
  name: "fct_events",
  kind: "table",
  row: "one event",
  columns: [
    { name: "event_time", type: "timestamp", meaning: "instant of the event, UTC, microseconds" },
    { name: "day", type: "date", meaning: "calendar day of the event in the project's time zone" },
    { name: "event", type: "text", meaning: "name of the event" },
    {
      name: "user_id",
      type: "id",
      meaning: "user; null when the row has none: such rows count as events and value only",
    },
    {
      name: "session_id",
      type: "id",
      meaning:
        "the vendor's session id where the source maps one, else the microseconds since 1970 of the session's first event; null without a user or without a vendor id",
    },
    { name: "item_id", type: "id", meaning: "product, post or page" },
    {
      name: "value",
      type: "decimal or number",
      meaning: "the event's value; null on events whose value does not count",
    },
    {
      name: "session_no",
      type: "integer",
      meaning: "ordinal of the session among the user's sessions, from 1, by (started, session_id)",
    },
    {
      name: "prev_event",
      type: "text",
      meaning: "name of the user's event before this one, by (event_time, ingest_seq, source); null for the first",
    },
    { name: "next_event", type: "text", meaning: "name of the user's event after this one; null for the last" },
    {
      name: "prev_same_time",
      type: "timestamp",
      meaning: "instant of the user's event of the same name before this one; null for the first of its name",
    },
    {
      name: "is_new_session",
      type: "boolean",
      meaning: "true on the first event of a session, false on every other row; never null",
    },
    { name: "source", type: "text", meaning: "source of the row" },
    { name: "ingest_seq", type: "integer", meaning: "position in the source: orders events of the same instant" },
  ],
  notes: [
    "Then the declared or inferred columns of the sources (not `props`, not JSON), then one column per dimension that is more than a plain column, named by its id.",
    "A source column called like a column above is kept as `source_<name>`.",
  ],
};

const FACT_COLUMNS = new Set(fctEventsDoc.columns.map(({ name }) => name));

/** Columns whose names mean the same in the staged events. */
const keptNames = ({ declared }: EventLog): ReadonlySet<string> =>
  new Set([
    ...[...FACT_COLUMNS].filter((name) => factColumnName(name) === name),
    ...declared.map(({ name }) => factColumnName(name).toLowerCase()),
  ]);

export interface FactContext {
  readonly project: Project;
  readonly log: EventLog;
  readonly dialect: Dialect;
}

/** The dimensions that are columns of `fct_events` of their own. */
export const factDimensions = ({ project, log, dialect }: FactContext): ReturnType<typeof computedDimensions> =>
  computedDimensions(project, {
    dialect,
    from: { columns: log.staged, complete: log.complete },
    source: null,
    reserved: FACT_COLUMNS,
    kept: keptNames(log),
    renamed: log.renamed,
  });

/** Names of the columns of `fct_events` beyond the fixed ones: declared columns and computed dimensions. */
export function extraColumns(context: FactContext): readonly string[] {
  const computed = factDimensions(context).map(({ id }) => id);
  const replaced = new Set(computed);
  const declared = context.log.declared.map(({ name }) => factColumnName(name));
  return [...declared.filter((name) => !replaced.has(name.toLowerCase())), ...computed];
}

/** Every column of `fct_events`, in order. */
export function factColumnNames(context: FactContext): readonly string[] {
  return [...fctEventsDoc.columns.map(({ name }) => name), ...extraColumns(context)];
}

/** The columns a row has before its session is known. */
function preparedNames(context: FactContext): readonly string[] {
  const derived = new Set(["session_no", "prev_event", "next_event", "prev_same_time", "is_new_session"]);
  return factColumnNames(context).filter((name) => !derived.has(name));
}

/** Staged rows with the project's day and the computed dimensions: the input of `sessionizedEvents`. */
export function preparedEvents(from: Sql, context: FactContext, range: TimeRange): Sql {
  const { log, dialect } = context;
  const dimensions = new Map(factDimensions(context).map(({ id, expression }) => [id, expression]));
  const renamed = new Map(log.declared.map(({ name }) => [factColumnName(name), name]));
  const list = preparedNames(context).map((name) => {
    if (name === "day") return sql`${projectDay(raw("event_time"), log.zone, { dialect, range })} as day`;
    const dimension = dimensions.get(name);
    if (dimension !== undefined) return sql`${dimension} as ${ident(name)}`;
    return sql`${ident(renamed.get(name) ?? name)} as ${ident(name)}`;
  });
  return sql`select ${joinSql(list)} from ${from}`;
}

/** The columns that `preparedEvents` gives, as names of an existing `fct_events`. */
export function preparedFromFacts(context: FactContext): Sql {
  return joinSql(preparedNames(context).map((name) => sql`f.${ident(name)}`));
}

/** Rows without a user: no session, no neighbours. */
export function anonymousEvents(prepared: Sql, context: FactContext): Sql {
  const { dialect, log } = context;
  const list = factColumnNames(context).map((name) => {
    if (name === "session_id") return sql`${dialect.cast(raw("null"), log.sessionType)} as session_id`;
    if (name === "session_no") return sql`${dialect.cast(raw("null"), "integer")} as session_no`;
    if (name === "prev_event" || name === "next_event")
      return sql`${dialect.cast(raw("null"), "text")} as ${raw(name)}`;
    if (name === "prev_same_time") return sql`${dialect.cast(raw("null"), "timestamp")} as prev_same_time`;
    return name === "is_new_session" ? raw("false as is_new_session") : ident(name);
  });
  return sql`select ${joinSql(list)} from (${prepared}) as prepared where user_id is null`;
}

/** An empty `fct_events` with its columns and types. */
export function emptyEvents(context: FactContext): Sql {
  const range = { minMs: 0, maxMs: 0 };
  return anonymousEvents(preparedEvents(sql`(select * from stg_events where false) as none`, context, range), context);
}

/** The columns of `fct_events` with their types, in order. */
export function factColumns(context: FactContext): readonly TypedColumn[] {
  const { log } = context;
  const staged = new Map(log.staged.map(({ name, type }) => [name, type]));
  const own = new Map(log.declared.map(({ name, type }) => [factColumnName(name), type]));
  const computed = new Map(factDimensions(context).map(({ id, type }) => [id, type]));
  const fixed: Readonly<Record<string, SqlType>> = {
    session_no: "integer",
    is_new_session: "boolean",
    prev_event: "text",
    next_event: "text",
    prev_same_time: "timestamp",
  };
  return factColumnNames(context).map((name) => ({
    name,
    type: computed.get(name) ?? fixed[name] ?? staged.get(name) ?? own.get(name) ?? "text",
  }));
}
