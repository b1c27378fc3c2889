import { raw, sql } from "../../sql/sql.ts";
import type { PackCheck } from "../check.ts";
import { EVENTS, NOT_EVENTS, SESSIONS, WITHOUT_SESSIONS } from "../context.ts";
import { MIN_ROWS, numberOf, sampleQuery, shareJudgement } from "../evidence.ts";
import { count, counted, percent } from "../wording.ts";

const LONG_SESSION_EVENTS = 500;

export const longSession: PackCheck = {
  title: "Very long sessions",
  severity: "warn",
  threshold: 0.001,
  unit: "share",
  measures: `Share of sessions with more than ${LONG_SESSION_EVENTS} events.`,
  undetermined: `Fewer than ${MIN_ROWS} sessions.`,
  probes: ({ relations, dialect }) => {
    const sessions = relations.get(SESSIONS);
    if (!relations.has(EVENTS)) return NOT_EVENTS;
    if (sessions === undefined) return WITHOUT_SESSIONS;
    const long = sql`events > ${LONG_SESSION_EVENTS}`;
    return [
      {
        relation: SESSIONS,
        measures: { n: raw("count(*)"), failing: dialect.countIf(long), longest: raw("max(events)") },
        judge: ({ scan }) => {
          const [n, failing] = [numberOf(scan["n"]), numberOf(scan["failing"])];
          const longest = counted(numberOf(scan["longest"]), "event");
          const sentence =
            failing === 0
              ? `None of ${counted(n, "session")} has more than ${LONG_SESSION_EVENTS} events; the longest has ${longest}.`
              : `${count(failing)} of ${counted(n, "session")} (${percent(failing / n)}) have more than ${LONG_SESSION_EVENTS} events, up to ${longest}.`;
          return shareJudgement({ failing, n }, sentence, { noun: "sessions" });
        },
        sample: () =>
          sampleQuery(
            sessions,
            long,
            ["user_id", "session_id", "started", "duration_s", "events"].filter((name) => sessions.columns.has(name)),
          ),
      },
    ];
  },
};
