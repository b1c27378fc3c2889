import { addDays } from "../../../src/core/calendar.ts";
import { type SessionRule, sessionRelation } from "../../../src/models/sessions/session-rows.ts";
import { raw, sql } from "../../../src/sql/sql.ts";
import { answersAlike } from "../alike.ts";
import { LOGS_PER_RUN, type LogCheck } from "../log-run.ts";
import { ruledSessions } from "../reference/session-rule.ts";
import { byCodePoint } from "../reference/text-order.ts";

const MINUTE_US = 60_000_000;
const NONE: SessionRule = { gapUs: null, midnight: false, campaign: null };

const RULES: readonly SessionRule[] = [
  NONE,
  { ...NONE, midnight: true },
  { ...NONE, gapUs: 15 * MINUTE_US },
  { ...NONE, gapUs: 30 * MINUTE_US, midnight: true },
  { ...NONE, gapUs: 120 * MINUTE_US, campaign: "plan" },
];

type Cells = readonly (string | number | boolean | null)[];

const ordered = (rows: readonly Cells[]): readonly Cells[] =>
  [...rows].sort((a, b) => byCodePoint(JSON.stringify(a), JSON.stringify(b)));

/** Sessions by rules that are asked for. */
export const sessionRules: LogCheck = {
  meaning: "sessions by gap, midnight and campaign: every session, with its first and last event",
  cases: LOGS_PER_RUN * RULES.length,
  check: async ({ rows, engines }) => {
    const days = rows.map(({ day }) => day).sort();
    const range = { from: days[0] ?? "2024-01-01", to: addDays(days.at(-1) ?? "2024-01-01", 1) };
    for (const rule of RULES) {
      const expected = ordered(
        ruledSessions(rows, rule).map((s) => [s.user, s.started, s.ended, s.day, s.events, s.entry, s.exit]),
      );
      await answersAlike(
        engines,
        async ({ warehouse, context: { facts } }) => {
          if (facts === null) throw new RangeError("no events");
          const request = { rule, days: range, endUs: 9e15, without: [], where: null, dimension: null, facts };
          const user = warehouse.dialect.cast(raw("user_id"), "text");
          const found = await warehouse.table(
            sql`select ${user} as owner, started, ended, day, events, entry, exit_event from ${sessionRelation(request)} order by 1, 2`,
          );
          return ordered(found.rows);
        },
        { expected, what: JSON.stringify(rule) },
      );
    }
  },
};
