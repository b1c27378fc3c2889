import { anonymousEvents, preparedEvents } from "../../../src/models/fct-events.ts";
import { sessions as sessionsFrom } from "../../../src/models/fct-sessions.ts";
import { sessionizedEvents } from "../../../src/models/sessionize.ts";
import type { Dialect } from "../../../src/sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../../src/sql/sql.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import { answersAlike } from "../alike.ts";
import { LOGS_PER_RUN, type LogCheck } from "../log-run.ts";
import type { OpenEngine } from "../open-engines.ts";
import type { Row } from "../reference/condition.ts";
import { eventsBySession, sessionRow } from "../reference/session-rows.ts";
import { byCodePoint } from "../reference/text-order.ts";

const EVENT_COLUMNS = [
  ...["source", "ingest_seq", "event_time", "day", "event", "user_id", "session_id", "session_no"],
  ...["prev_event", "next_event", "prev_same_time", "is_new_session", "item_id", "value", "kind"],
];

const SESSION_COLUMNS = [
  ...["user_id", "session_no", "session_id", "started", "ended", "day", "duration_s", "entry_event", "exit_event"],
  ...["events", "items", "value"],
  ...["has_view", "has_cart", "has_purchase", "abandoned_cart"],
];

const IDS = new Set(["user_id", "session_id"]);
const INSTANTS = new Set(["event_time", "prev_same_time", "started", "ended"]);
const CONDITIONS = new Set(["is_new_session", "has_view", "has_cart", "has_purchase", "abandoned_cart"]);

/** A column of a model as the reference has it: ids as text, instants in microseconds. */
function referenced(name: string, dialect: Dialect): Sql {
  if (IDS.has(name)) return dialect.cast(ident(name), "text");
  if (name === "session_no") return dialect.cast(ident(name), "integer");
  if (CONDITIONS.has(name)) return dialect.cast(ident(name), "boolean");
  return INSTANTS.has(name) ? dialect.epochUs(ident(name)) : ident(name);
}

const select = (columns: readonly string[], dialect: Dialect): Sql =>
  joinSql(columns.map((name) => sql`${referenced(name, dialect)} as ${ident(`x_${name}`)}`));

const cellsOf = (row: Row, columns: readonly string[]): readonly Cell[] => columns.map((name) => row[name] ?? null);

const text = (row: Row, name: string): string => String(row[name]);

type Tables = readonly (readonly (readonly Cell[])[])[];

const eventsOf = (relation: Sql, dialect: Dialect): Sql =>
  sql`select ${select(EVENT_COLUMNS, dialect)} from ${relation} as e`;

const sessionsOf = (relation: Sql, dialect: Dialect): Sql =>
  sql`select ${select(SESSION_COLUMNS, dialect)} from ${relation} as s`;

/** The rows of queries for events and for sessions, in order. */
async function tables({ warehouse }: OpenEngine, events: Sql, sessions: Sql): Promise<Tables> {
  const ofEvents = await warehouse.table(sql`select * from (${events}) as x order by x_source, x_ingest_seq`);
  const ofSessions = await warehouse.table(sql`select * from (${sessions}) as x order by x_user_id, x_session_no`);
  return [ofEvents.rows, ofSessions.rows];
}

function stored(engine: OpenEngine): Promise<Tables> {
  const { dialect } = engine.warehouse;
  return tables(engine, eventsOf(raw("fct_events"), dialect), sessionsOf(raw("fct_sessions"), dialect));
}

/** The SQL that makes sessions, run by the engine itself over the columns that events had before. */
function computed(engine: OpenEngine): Promise<Tables> {
  const { facts, ranges } = engine.context;
  const range = ranges.get("events");
  if (facts === null || range === undefined) throw new RangeError("the project has events");
  const { dialect } = facts;
  const prepared = preparedEvents(raw("fct_events"), facts, range);
  const ofUsers = sql`(${sessionizedEvents(sql`(select * from (${prepared}) as p where user_id is not null)`, facts)})`;
  const anonymous = sql`(${anonymousEvents(prepared, facts)})`;
  const events = sql`${eventsOf(ofUsers, dialect)} union all ${eventsOf(anonymous, dialect)}`;
  return tables(engine, events, sessionsOf(sql`(${sessionsFrom(ofUsers, facts)})`, dialect));
}

/** Every event and every session is what its definition says. */
export const sessions: LogCheck = {
  meaning:
    "sessions: events and sessions of a random log as they are stored and as the engine computes them, every column",
  cases: LOGS_PER_RUN,
  check: async ({ rows, project, engines }) => {
    const events = [...rows].sort(
      (a, b) => byCodePoint(a.source, b.source) || Number(a.ingest_seq) - Number(b.ingest_seq),
    );
    const made = [...eventsBySession(rows).values()]
      .map((own) => sessionRow(own, project))
      .sort(
        (a, b) => byCodePoint(text(a, "user_id"), text(b, "user_id")) || Number(a.session_no) - Number(b.session_no),
      );
    const expected = [
      events.map((row) => cellsOf(row, EVENT_COLUMNS)),
      made.map((row) => cellsOf(row, SESSION_COLUMNS)),
    ];
    await answersAlike(engines, stored, {
      expected,
      what: "stored",
    });
    await answersAlike(engines, computed, { expected, what: "computed" });
  },
};
