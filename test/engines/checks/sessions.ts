import type { Dialect } from "../../../src/sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../../src/sql/sql.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import { answersAlike } from "../alike.ts";
import { LOGS_PER_RUN, type LogCheck } from "../log-run.ts";
import type { Row } from "../reference/condition.ts";
import { eventsBySession, sessionRow } from "../reference/session-rows.ts";
import { byCodePoint } from "../reference/text-order.ts";

const EVENT_COLUMNS = [
  ...["source", "ingest_seq", "event_time", "day", "event", "user_id", "session_id", "session_no"],
  ...["prev_event", "next_event", "is_new_session", "item_id", "value", "kind"],
];

const SESSION_COLUMNS = [
  ...["user_id", "session_no", "session_id", "started", "ended", "day", "duration_s", "events", "items", "value"],
  ...["has_view", "has_cart", "has_purchase", "abandoned_cart"],
];

const IDS = new Set(["user_id", "session_id"]);
const INSTANTS = new Set(["event_time", "started", "ended"]);

/** A column of a model as the reference has it: ids as text, instants in microseconds. */
function referenced(name: string, dialect: Dialect): Sql {
  if (IDS.has(name)) return dialect.cast(ident(name), "text");
  return INSTANTS.has(name) ? dialect.epochUs(ident(name)) : ident(name);
}

const cellsOf = (row: Row, columns: readonly string[]): readonly Cell[] => columns.map((name) => row[name] ?? null);

const text = (row: Row, name: string): string => String(row[name]);

/** Every event and every session is what its definition says. */
export const sessions: LogCheck = {
  meaning: "sessions: `fct_events` and `fct_sessions` of a random log, every column of every row",
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
    await answersAlike(
      engines,
      async ({ warehouse }) => {
        const { dialect } = warehouse;
        const select = (columns: readonly string[]): Sql =>
          joinSql(columns.map((name) => sql`${referenced(name, dialect)} as ${ident(`x_${name}`)}`));
        const facts = sql`select ${select(EVENT_COLUMNS)} from fct_events order by source, ingest_seq`;
        const ended = sql`select ${select(SESSION_COLUMNS)} from fct_sessions order by ${raw("x_user_id")}, session_no`;
        return [(await warehouse.table(facts)).rows, (await warehouse.table(ended)).rows];
      },
      {
        expected: [events.map((row) => cellsOf(row, EVENT_COLUMNS)), made.map((row) => cellsOf(row, SESSION_COLUMNS))],
      },
    );
  },
};
