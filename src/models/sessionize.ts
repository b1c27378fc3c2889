import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { EventLog } from "./event-log.ts";
import { type FactContext, factColumnNames } from "./fct-events.ts";

/** Thirty idle minutes end a session of a source that brings no session id. */
const IDLE_US = 30 * 60 * 1_000_000;

/**
 * What is already known of users whose later events are made anew: relations of an incremental build.
 * `carry` has one row per user: since, last_event, idle_time, idle_session, sessions_before;
 * `names` has one row per user and name of an event before `since`, with the instant of the last one (`last_time`);
 * `known` has the sessions that started before `since`, with their numbers.
 */
export interface Carried {
  readonly carry: Sql;
  readonly names: Sql;
  readonly known: Sql;
}

/**
 * Rows of `fct_events` for a set of users, from all their prepared rows (or, with `carried`, from those since an
 * instant per user). Only the keys go through the windows; the wide rows are joined in the order they are read.
 */
export function sessionizedEvents(rows: Sql, context: FactContext, carried?: Carried): Sql {
  const { log } = context;
  const input: Input = { rows, context, carried, tie: tieKeys(log) };
  if (log.vendorSources.length === 0)
    return assemble(input, { ctes: idleOnly(input), sessionSide: "w", ranked: false });
  const session = log.idleSources.length === 0;
  const neighbours = session ? vendorNeighbours(input) : mixedNeighbours(input);
  const from = session ? rows : raw("neighbours");
  const ctes = sql`${neighbours}, sessions as (${sessionStarts(from, input)}), numbered as (${sessionNumbers(input)})`;
  return assemble(input, { ctes, sessionSide: session ? "e" : "w", ranked: true });
}

interface Input {
  readonly rows: Sql;
  readonly context: FactContext;
  readonly carried: Carried | undefined;
  readonly tie: readonly string[];
}

/** What orders events of one instant, and together identifies a row. */
function tieKeys(log: EventLog): readonly string[] {
  return log.sources.length > 1 ? ["ingest_seq", "source"] : ["ingest_seq"];
}

const sameRow = (tie: readonly string[], left: string, right: string): Sql =>
  raw(tie.map((key) => `${left}${key} = ${right}${key}`).join(" and "));

interface Assembly {
  readonly ctes: Sql;
  /** Whether the session id comes from the row itself (e) or from its neighbours (w). */
  readonly sessionSide: "e" | "w";
  /** Whether sessions are numbered in a relation of their own. */
  readonly ranked: boolean;
}

function assemble({ rows, context, tie }: Input, { ctes, sessionSide, ranked }: Assembly): Sql {
  // named: of two relations that both have a column, an engine may call it by the relation as well
  const column = (name: string): Sql => sql`${value(name)} as ${ident(name)}`;
  const value = (name: string): Sql => {
    if (name === "session_id") return raw(`${sessionSide}.session_id`);
    if (["prev_event", "next_event", "prev_same_time"].includes(name)) return raw(`w.${name}`);
    if (name === "session_no") return raw(ranked ? "n.session_no" : "w.session_no");
    if (name !== "is_new_session") return sql`e.${ident(name)}`;
    return ranked ? sql`coalesce(${sameRow(tie, "n.first_", "e.")}, false)` : raw("w.is_new_session");
  };
  const numbers = ranked
    ? raw(`left join numbered as n on n.user_id = e.user_id and n.session_id = ${sessionSide}.session_id`)
    : raw("");
  return sql`with ${ctes} select ${joinSql(factColumnNames(context).map(column))}
    from ${rows} as e join neighbours as w on ${sameRow(tie, "w.", "e.")} ${numbers}`;
}

/** The rows as r, with what is carried over as c and, for the event's name, as p. */
function withCarry({ rows, carried }: Input): Sql {
  return carried === undefined
    ? sql`${rows} as r`
    : sql`${rows} as r join ${carried.carry} as c on c.user_id = r.user_id
        left join ${carried.names} as p on p.user_id = r.user_id and p.event = r.event`;
}

const orderBy = ({ tie }: Input): Sql => raw(`order by event_time, ${tie.join(", ")}`);

/** Keys of the row, the names of the events before and after it, and the instant of the one of its name before it. */
function neighbourColumns({ tie, carried }: Input): Sql {
  const lag = "lag(r.event) over by_user";
  const previous =
    carried === undefined ? lag : `case when row_number() over by_user = 1 then c.last_event else ${lag} end`;
  const keys = tie.map((key) => `r.${key}`).join(", ");
  const same = "lag(r.event_time) over by_name";
  const previousSame = carried === undefined ? same : `coalesce(${same}, p.last_time)`;
  return raw(
    `${keys}, ${previous} as prev_event, lead(r.event) over by_user as next_event, ${previousSame} as prev_same_time`,
  );
}

/** The windows that `neighbourColumns` names. */
const neighbourWindows = (input: Input): Sql =>
  sql`by_user as (partition by r.user_id ${orderBy(input)}), by_name as (partition by r.user_id, r.event ${orderBy(input)})`;

function vendorNeighbours(input: Input): Sql {
  return sql`neighbours as (select ${neighbourColumns(input)} from ${withCarry(input)}
    window ${neighbourWindows(input)})`;
}

/** Microseconds since the row before in a window; null on the first row ever. */
function pause({ context, carried }: Input, window: string): Sql {
  const lag = raw(`lag(r.event_time) over ${window}`);
  const before =
    carried === undefined ? lag : sql`case when row_number() over ${raw(window)} = 1 then c.idle_time else ${lag} end`;
  return context.dialect.microsBetween(before, raw("r.event_time"));
}

const IS_START = `(pause_us is null or pause_us > ${IDLE_US})`;

/** Sessions by pauses alone: a running count numbers them, the instant of the first event names them. */
function idleOnly(input: Input): Sql {
  const { context, carried } = input;
  const { dialect, log } = context;
  const open = carried === undefined ? raw("") : raw(", c.idle_session, c.sessions_before");
  const stamp = dialect.cast(raw("max(case when is_start then start_us end) over by_user"), log.sessionType);
  const id = carried === undefined ? stamp : sql`coalesce(${stamp}, idle_session)`;
  const count = raw("count(case when is_start then 1 end) over by_user");
  const number = carried === undefined ? count : sql`sessions_before + ${count}`;
  const window = sql`window by_user as (partition by user_id ${orderBy(input)})`;
  return sql`timed as (
      select ${neighbourColumns(input)}, r.user_id, r.event_time, ${dialect.epochUs(raw("r.event_time"))} as start_us,
        ${pause(input, "by_user")} as pause_us${open}
      from ${withCarry(input)} window ${neighbourWindows(input)}
    ),
    started as (select *, ${raw(IS_START)} as is_start from timed),
    neighbours as (
      select *, ${id} as session_id, ${number} as session_no, is_start as is_new_session from started ${window}
    )`;
}

/** Sessions by pauses for some sources and by the vendor's ids for the others. */
function mixedNeighbours(input: Input): Sql {
  const { context, carried } = input;
  const { dialect, log } = context;
  const idle = raw(`r.source in (${log.idleSources.map((id) => literal(id)).join(", ")})`);
  const open = carried === undefined ? dialect.cast(raw("null"), log.sessionType) : raw("c.idle_session");
  const stamp = dialect.cast(
    raw(`max(case when idle and ${IS_START} then start_us end) over by_kind`),
    log.sessionType,
  );
  return sql`timed as (
      select ${neighbourColumns(input)}, r.user_id, r.event_time, r.session_id as vendor_id, ${open} as open_session,
        ${idle} as idle, ${dialect.epochUs(raw("r.event_time"))} as start_us, ${pause(input, "by_kind")} as pause_us
      from ${withCarry(input)} window ${neighbourWindows(input)},
        by_kind as (partition by r.user_id, ${idle} ${orderBy(input)})
    ),
    neighbours as (
      select *, case when idle then coalesce(${stamp}, open_session) else vendor_id end as session_id
      from timed window by_kind as (partition by user_id, idle ${orderBy(input)})
    )`;
}

/** The sessions that are not known yet, with their first event. */
function sessionStarts(from: Sql, { tie, carried, context: { dialect } }: Input): Sql {
  const key = ["event_time", ...tie].map((name) => raw(name));
  const firsts = joinSql(tie.map((name) => sql`${dialect.firstBy(raw(name), key)} as ${raw(`first_${name}`)}`));
  const fresh =
    carried === undefined
      ? raw("")
      : sql` and not exists (select 1 from ${carried.known} as k where k.user_id = s.user_id and k.session_id = s.session_id)`;
  return sql`select user_id, session_id, min(event_time) as started, ${firsts} from ${from} as s
    where session_id is not null${fresh} group by user_id, session_id`;
}

/** Sessions by (started, session id); those that are known keep their numbers and come first. */
function sessionNumbers({ context, tie, carried }: Input): Sql {
  const { dialect } = context;
  const rank = raw("row_number() over (partition by s.user_id order by s.started, s.session_id)");
  const firsts = raw(tie.map((key) => `s.first_${key}`).join(", "));
  if (carried === undefined)
    return sql`select s.user_id, s.session_id, ${rank} as session_no, ${firsts} from sessions as s`;
  const none = joinSql(tie.map((key) => dialect.cast(raw("null"), key === "source" ? "text" : "integer")));
  return sql`select s.user_id, s.session_id, c.sessions_before + ${rank} as session_no, ${firsts}
      from sessions as s join ${carried.carry} as c on c.user_id = s.user_id
    union all select k.user_id, k.session_id, k.session_no, ${none} from ${carried.known} as k`;
}
