import type { Project } from "../contract/project/project.ts";
import type { Dialect, SqlType } from "../sql/dialect.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
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

/** Thirty idle minutes end a session of a source that brings no session id. */
const IDLE_US = 30 * 60 * 1_000_000;

export interface FactContext {
  readonly project: Project;
  readonly log: EventLog;
  readonly dialect: Dialect;
}

const computedOf = ({ project, log, dialect }: FactContext): ReturnType<typeof computedDimensions> =>
  computedDimensions(project, {
    dialect,
    from: { columns: log.staged, complete: log.complete },
    source: null,
    reserved: FACT_COLUMNS,
  });

/** Names of the columns of `fct_events` beyond the fixed ones: declared columns and computed dimensions. */
export function extraColumns(context: FactContext): readonly string[] {
  const computed = computedOf(context).map(({ id }) => id);
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
  const derived = new Set(["session_no", "prev_event", "next_event", "is_new_session"]);
  return factColumnNames(context).filter((name) => !derived.has(name));
}

/** Staged rows with the project's day and the computed dimensions: the input of `sessionizedEvents`. */
export function preparedEvents(from: Sql, context: FactContext, range: TimeRange): Sql {
  const { log, dialect } = context;
  const dimensions = new Map(computedOf(context).map(({ id, expression }) => [id, expression]));
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
    return name === "is_new_session" ? raw("false as is_new_session") : ident(name);
  });
  return sql`select ${joinSql(list)} from (${prepared}) as prepared where user_id is null`;
}

/**
 * What is already known of users whose later events are recomputed: relations of an incremental build.
 * `carry` has one row per user: since, last_event, idle_time, idle_session, sessions_before;
 * `known` has the sessions that started before `since`, with their numbers.
 */
export interface Carried {
  readonly carry: Sql;
  readonly known: Sql;
}

/**
 * Rows of `fct_events` for a set of users, from all their prepared rows (or, with `carried`, from those since an
 * instant per user). Only the keys go through the windows; the wide rows are joined in the order they are read.
 */
export function sessionizedEvents(rows: Sql, context: FactContext, carried?: Carried): Sql {
  const { log } = context;
  const tie = tieKeys(log);
  const sessionSide = log.idleSources.length === 0 ? rows : raw("neighbours");
  const list = factColumnNames(context).map((name) => {
    if (name === "session_id") return sql`${log.idleSources.length === 0 ? raw("e") : raw("w")}.session_id`;
    if (name === "session_no") return raw("n.session_no");
    if (name === "prev_event" || name === "next_event") return raw(`w.${name}`);
    if (name === "is_new_session")
      return sql`coalesce(${raw(tie.map((k) => `n.first_${k} = e.${k}`).join(" and "))}, false) as is_new_session`;
    return sql`e.${ident(name)}`;
  });
  const sid = log.idleSources.length === 0 ? "e.session_id" : "w.session_id";
  return sql`with ${neighbours(rows, context, carried)},
    sessions as (${sessionStarts(sessionSide, { tie, carried })}),
    numbered as (${sessionNumbers(context, { tie, carried })})
    select ${joinSql(list)}
    from ${rows} as e
    join neighbours as w on ${raw(tie.map((k) => `w.${k} = e.${k}`).join(" and "))}
    left join numbered as n on n.user_id = e.user_id and n.session_id = ${raw(sid)}`;
}

/** What orders events of one instant, and together identifies a row. */
function tieKeys(log: EventLog): readonly string[] {
  return log.sources.length > 1 ? ["ingest_seq", "source"] : ["ingest_seq"];
}

function neighbours(rows: Sql, context: FactContext, carried: Carried | undefined): Sql {
  const { log } = context;
  const tie = tieKeys(log).join(", ");
  const order = `order by event_time, ${tie}`;
  const first = raw(`row_number() over by_user = 1`);
  const lag = raw("lag(event) over by_user");
  const previous = carried === undefined ? lag : sql`case when ${first} then c.last_event else ${lag} end`;
  const from =
    carried === undefined ? sql`${rows} as r` : sql`${rows} as r join ${carried.carry} as c on c.user_id = r.user_id`;
  const list = sql`${raw(
    tieKeys(log)
      .map((k) => `r.${k}`)
      .join(", "),
  )}, ${previous} as prev_event, lead(event) over by_user as next_event`;
  const window = raw(`window by_user as (partition by r.user_id ${order})`);
  if (log.idleSources.length === 0) return sql`neighbours as (select ${list} from ${from} ${window})`;
  return idleNeighbours({ list, from, window, order }, context, carried);
}

interface WindowParts {
  readonly list: Sql;
  readonly from: Sql;
  readonly window: Sql;
  readonly order: string;
}

/** Neighbours together with session ids made from pauses: a session's id is the instant of its first event. */
function idleNeighbours(
  { list, from, window, order }: WindowParts,
  { log, dialect }: FactContext,
  carried: Carried | undefined,
): Sql {
  const idle =
    log.vendorSources.length === 0
      ? raw("true")
      : sql`r.source in (${raw(log.idleSources.map((s) => literal(s)).join(", "))})`;
  const before = raw("lag(r.event_time) over by_kind");
  const previousTime =
    carried === undefined ? before : sql`case when row_number() over by_kind = 1 then c.idle_time else ${before} end`;
  const started = carried === undefined ? dialect.cast(raw("null"), log.sessionType) : raw("c.idle_session");
  const stamp = dialect.cast(
    raw(
      `max(case when idle and (pause_us is null or pause_us > ${IDLE_US}) then start_us end) over (partition by user_id, idle ${order} rows between unbounded preceding and current row)`,
    ),
    log.sessionType,
  );
  return sql`timed as (
      select ${list}, r.user_id, r.event_time, r.session_id as vendor_id, ${started} as open_session, ${idle} as idle,
        ${dialect.epochUs(raw("r.event_time"))} as start_us, ${dialect.microsBetween(previousTime, raw("r.event_time"))} as pause_us
      from ${from} ${window}, by_kind as (partition by r.user_id, ${idle} ${raw(order)})
    ),
    neighbours as (
      select *, case when idle then coalesce(${stamp}, open_session) else vendor_id end as session_id from timed
    )`;
}

interface NumberOptions {
  readonly tie: readonly string[];
  readonly carried: Carried | undefined;
}

/** New sessions of the rows, with their first event. */
function sessionStarts(from: Sql, { tie, carried }: NumberOptions): Sql {
  const key = `(event_time, ${tie.join(", ")})`;
  const firsts = raw(tie.map((k) => `arg_min(${k}, ${key}) as first_${k}`).join(", "));
  const fresh =
    carried === undefined
      ? raw("")
      : sql` and not exists (select 1 from ${carried.known} as k where k.user_id = s.user_id and k.session_id = s.session_id)`;
  return sql`select user_id, session_id, min(event_time) as started, ${firsts} from ${from} as s
    where session_id is not null${fresh} group by user_id, session_id`;
}

function sessionNumbers({ dialect }: FactContext, { tie, carried }: NumberOptions): Sql {
  const rank = raw("row_number() over (partition by s.user_id order by s.started, s.session_id)");
  const firsts = raw(tie.map((k) => `s.first_${k}`).join(", "));
  if (carried === undefined)
    return sql`select s.user_id, s.session_id, ${rank} as session_no, ${firsts} from sessions as s`;
  const none = joinSql(tie.map((k) => dialect.cast(raw("null"), k === "source" ? "text" : "integer")));
  return sql`select s.user_id, s.session_id, c.sessions_before + ${rank} as session_no, ${firsts}
      from sessions as s join ${carried.carry} as c on c.user_id = s.user_id
    union all select k.user_id, k.session_id, k.session_no, ${none} from ${carried.known} as k`;
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
  const computed = new Map(computedOf(context).map(({ id, type }) => [id, type]));
  const fixed: Readonly<Record<string, SqlType>> = {
    session_no: "integer",
    is_new_session: "boolean",
    prev_event: "text",
    next_event: "text",
  };
  return factColumnNames(context).map((name) => ({
    name,
    type: computed.get(name) ?? fixed[name] ?? staged.get(name) ?? own.get(name) ?? "text",
  }));
}
