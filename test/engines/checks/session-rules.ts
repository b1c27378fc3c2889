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

interface Asked {
  readonly rule: SessionRule;
  /** Events that do not count. */
  readonly without?: readonly string[];
  /** Sessions that begin with this plan alone. */
  readonly plan?: string;
  /** Days that are left out at the start of the log. */
  readonly skipped?: number;
  /** Hours of the log, from its first event, after which nothing is known. */
  readonly hours?: number;
}

const ASKED: readonly Asked[] = [
  ...RULES.map((rule) => ({ rule })),
  { rule: { ...NONE, gapUs: 15 * MINUTE_US }, without: ["view"], hours: 20 },
  { rule: { ...NONE, gapUs: 30 * MINUTE_US }, plan: "pro", skipped: 1 },
  { rule: { ...NONE, gapUs: 60 * MINUTE_US, campaign: "plan" }, without: ["cart", "refund"] },
  { rule: NONE, without: ["cart"], plan: "free" },
  { rule: NONE, plan: "pro", skipped: 1 },
  { rule: NONE, hours: 20 },
];

type Cells = readonly (string | number | boolean | null)[];

const ordered = (rows: readonly Cells[]): readonly Cells[] =>
  [...rows].sort((a, b) => byCodePoint(JSON.stringify(a), JSON.stringify(b)));

/** Sessions by rules that are asked for. */
export const sessionRules: LogCheck = {
  meaning: "sessions by gap, midnight and campaign: every session, with its first and last event",
  cases: LOGS_PER_RUN * ASKED.length,
  check: async ({ rows, engines }) => {
    const days = rows.map(({ day }) => day).sort();
    const [first = "2024-01-01", last = "2024-01-01"] = [days[0], days.at(-1)];
    const start = Math.min(...rows.map(({ event_time }) => event_time));
    for (const { rule, without = [], plan, skipped = 0, hours } of ASKED) {
      const range = { from: addDays(first, skipped), to: addDays(last, 1) };
      const endUs = hours === undefined ? null : start + hours * 60 * MINUTE_US;
      const known = rows.filter(
        ({ event, event_time }) => (endUs === null || event_time <= endUs) && !without.includes(event),
      );
      const expected = ordered(
        ruledSessions(known, rule)
          .filter(({ first, day }) => day >= range.from && (plan === undefined || first["plan"] === plan))
          .map((s) => [s.user, s.started, s.ended, s.day, s.events, s.entry, s.exit, s.first["city"] ?? null]),
      );
      await answersAlike(
        engines,
        async ({ warehouse, context: { facts } }) => {
          if (facts === null) throw new RangeError("no events");
          const where = plan === undefined ? null : sql`plan = ${plan}`;
          const request = { rule, days: range, endUs, without, where, dimension: raw("city"), facts };
          const user = warehouse.dialect.cast(raw("user_id"), "text");
          const found = await warehouse.table(
            sql`select ${user} as owner, started, ended, day, events, entry, exit_event, v from ${sessionRelation(request)} order by 1, 2`,
          );
          return ordered(found.rows);
        },
        { expected, what: JSON.stringify({ rule, without, plan, skipped, hours }) },
      );
    }
  },
};
