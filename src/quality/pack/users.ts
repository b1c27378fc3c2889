import { ident, raw, type Sql, sql } from "../../sql/sql.ts";
import type { PackCheck } from "../check.ts";
import { EVENTS, NOT_EVENTS, SESSIONS } from "../context.ts";
import { MIN_ROWS, numberOf, sampleOf, sampleQuery, shareJudgement, tooFew } from "../evidence.ts";
import { count, counted, decimal, percent } from "../wording.ts";

/** A burst lasts this long: rows of one instant, such as the lines of an invoice, are none. */
const BURST_SECONDS = 300;
const BURST_PER_SECOND = 1;
const HEAVY_SHARE = 0.01;
const HEAVY_TIMES_MEAN = 50;
const MIN_USERS = 30;

const WITHOUT_SESSIONS = { skip: "there is no fct_sessions" };

/** Users that look automated, most events first, with totals over all of them on every row. */
function botQuery(): Sql {
  const sessions = ident(SESSIONS);
  return sql`with users as (
  select user_id, sum(events) as events, count(*) as sessions,
    max(case when duration_s >= ${raw(String(BURST_SECONDS))} then events / duration_s else 0 end) as events_per_s
  from ${sessions} where user_id is not null group by user_id),
totals as (select sum(events) as all_events, count(*) as all_users from users),
suspects as (select users.*, all_events, all_users from users cross join totals
  where events_per_s > ${raw(String(BURST_PER_SECOND))}
    or (events > ${raw(String(HEAVY_SHARE))} * all_events and events > ${raw(String(HEAVY_TIMES_MEAN))} * all_events / all_users))
select user_id, events, sessions, events_per_s, totals.all_events, totals.all_users,
  sum(events) over () as bot_events, count(user_id) over () as bots
from totals left join suspects on true order by events desc, user_id limit 5`;
}

export const botLikeUsers: PackCheck = {
  title: "Bot-like users",
  severity: "warn",
  threshold: 0.01,
  unit: "share",
  measures: `Share of users' events made by users who look automated: a session of at least ${BURST_SECONDS} seconds with more than ${BURST_PER_SECOND} event per second from first to last, or more than ${percent(HEAVY_SHARE)} of all events and ${HEAVY_TIMES_MEAN} times the mean user's.`,
  undetermined: `Fewer than ${MIN_USERS} users.`,
  probes: ({ relations }) => {
    if (!relations.has(EVENTS)) return NOT_EVENTS;
    if (!relations.has(SESSIONS)) return WITHOUT_SESSIONS;
    return [
      {
        relation: SESSIONS,
        query: botQuery(),
        judge: ({ rows }) => {
          const [first = {}] = rows;
          const [n, users, bots, made] = ["all_events", "all_users", "bots", "bot_events"].map((name) =>
            numberOf(first[name]),
          );
          if (n === undefined || users === undefined || bots === undefined || made === undefined || users < MIN_USERS) {
            return { kind: "undetermined", reason: tooFew(users ?? 0, MIN_USERS, "users"), n: n ?? 0 };
          }
          const sentence =
            bots === 0
              ? `None of ${counted(users, "user")} looks automated.`
              : `${counted(bots, "user looks", "users look")} automated and made ${count(made)} of ${counted(n, "event")} (${percent(made / n)}); the busiest, ${first["user_id"]}, made ${count(numberOf(first["events"]))} in ${counted(numberOf(first["sessions"]), "session")}, up to ${decimal(numberOf(first["events_per_s"]))} per second.`;
          const rounded = rows.map((row) => ({
            ...row,
            events_per_s: Math.round(numberOf(row["events_per_s"]) * 1000) / 1000,
          }));
          const sample = bots === 0 ? undefined : sampleOf(rounded, ["user_id", "events", "sessions", "events_per_s"]);
          return { kind: "measured", value: made / n, n, sentence, sample };
        },
      },
    ];
  },
};

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
