import type { Dialect } from "../../sql/dialect.ts";
import { ident, raw, type Sql, sql } from "../../sql/sql.ts";
import type { PackCheck, Row } from "../check.ts";
import { EVENTS, NOT_EVENTS, SESSIONS, WITHOUT_SESSIONS } from "../context.ts";
import { numberOf, sampleOf, tooFew } from "../evidence.ts";
import { count, counted, decimal, percent } from "../wording.ts";

/** Sessions at least so long with more events per second are bursts: rows of one instant, such as the lines of an invoice, are none. */
const BURSTS = [
  { seconds: 300, perSecond: 1 },
  { seconds: 30, perSecond: 10 },
] as const;
const HEAVY_SHARE = 0.01;
const HEAVY_TIMES_MEAN = 50;
/** Shorter sessions are alike by themselves: a start, an end and what an application sends on its own. */
const ALIKE = { sessions: 100, events: 5, eventsSpread: 1.5, secondsSpread: 5, othersShare: 0.25 } as const;
const MIN_USERS = 30;

const number = (value: number): Sql => raw(String(value));

/**
 * Users whose sessions are alike: what lies between the tenths at either end differs little in events and in seconds (one
 * is added, so that instants have a ratio), and few sessions of others have as many events.
 */
function alikeUsers(dialect: Dialect): Sql {
  const sessions = ident(SESSIONS);
  const [least = raw("null"), most = raw("null")] = dialect.quantiles([0.1, 0.9], raw("s.events"));
  const [shortest = raw("null"), longest = raw("null")] = dialect.quantiles([0.1, 0.9], raw("s.duration_s"));
  return sql`spreads as (
  select s.user_id as user_id, count(*) as own, ${least} as least_events, ${most} as most_events, ${shortest} as shortest, ${longest} as longest
  from ${sessions} as s join users as u on u.user_id = s.user_id
  where u.sessions >= ${number(ALIKE.sessions)} and s.events >= ${number(ALIKE.events)} group by s.user_id),
mine as (select s.user_id as user_id, s.events as length, count(*) as n
  from ${sessions} as s join spreads as a on a.user_id = s.user_id where s.events >= ${number(ALIKE.events)} group by s.user_id, s.events),
lengths as (select events as length, count(*) as n from ${sessions} where events >= ${number(ALIKE.events)} group by events),
alike as (select a.user_id as user_id, a.own as own, a.least_events as least_events, a.most_events as most_events
  from spreads as a cross join lengths as l left join mine as m on m.user_id = a.user_id and m.length = l.length
  where a.own >= ${number(ALIKE.sessions)} and a.most_events <= ${number(ALIKE.eventsSpread)} * a.least_events
    and 1 + a.longest <= ${number(ALIKE.secondsSpread)} * (1 + a.shortest)
  group by a.user_id, a.own, a.least_events, a.most_events
  having sum(case when l.length between a.least_events and a.most_events then l.n - coalesce(m.n, 0) else 0 end)
    <= ${number(ALIKE.othersShare)} * (sum(l.n) - a.own))`;
}

/** Users that look automated, most events first, with totals over all of them on every row. */
function botQuery(dialect: Dialect): Sql {
  const [long, short] = BURSTS;
  return sql`with users as (
  select user_id, sum(events) as events, count(*) as sessions,
    max(case when duration_s >= ${number(long.seconds)} or (duration_s >= ${number(short.seconds)} and events > ${number(short.perSecond)} * duration_s)
      then events / duration_s else 0 end) as events_per_s
  from ${ident(SESSIONS)} where user_id is not null group by user_id),
totals as (select sum(events) as all_events, count(*) as all_users from users),
${alikeUsers(dialect)},
suspects as (select u.user_id as user_id, u.events as events, u.sessions as sessions, u.events_per_s as events_per_s,
    a.least_events as least_events, a.most_events as most_events
  from users as u cross join totals as t left join alike as a on a.user_id = u.user_id
  where u.events_per_s > ${number(long.perSecond)} or a.own > 0
    or (u.events > ${number(HEAVY_SHARE)} * t.all_events and u.events > ${number(HEAVY_TIMES_MEAN)} * t.all_events / t.all_users))
select user_id, events, sessions, events_per_s, least_events, most_events, all_events, all_users,
  sum(events) over () as bot_events, count(user_id) over () as bots
from totals left join suspects on true order by events desc, user_id limit 5`;
}

/** What the busiest user did, and by what it looks automated. */
function busiest(row: Row): string {
  const [perSecond = 0, least = 0, most = 0] = ["events_per_s", "least_events", "most_events"].map((name) =>
    numberOf(row[name]),
  );
  const burst = perSecond === 0 ? "" : `, up to ${decimal(perSecond)} per second`;
  const alike =
    most === 0
      ? ""
      : `, most of them alike, of ${least === most ? "" : `${decimal(least)} to `}${decimal(most)} events`;
  return `the busiest, ${row["user_id"]}, made ${count(numberOf(row["events"]))} in ${counted(numberOf(row["sessions"]), "session")}${alike}${burst}`;
}

export const botLikeUsers: PackCheck = {
  title: "Bot-like users",
  severity: "warn",
  threshold: 0.01,
  unit: "share",
  measures: `Share of users' events made by users who look automated: a session of at least ${BURSTS.map(({ seconds, perSecond }) => `${seconds} seconds with more than ${perSecond} event${perSecond === 1 ? "" : "s"} per second`).join(" or ")} from first to last; or at least ${ALIKE.sessions} sessions of ${ALIKE.events} events or more, of which the middle four fifths differ by less than half in events and less than ${ALIKE.secondsSpread}-fold in duration, with as many events as at most a quarter of the others' sessions; or more than ${percent(HEAVY_SHARE)} of all events and ${HEAVY_TIMES_MEAN} times the mean user's.`,
  undetermined: `Fewer than ${MIN_USERS} users.`,
  probes: ({ relations, dialect }) => {
    if (!relations.has(EVENTS)) return NOT_EVENTS;
    if (!relations.has(SESSIONS)) return WITHOUT_SESSIONS;
    return [
      {
        relation: SESSIONS,
        query: botQuery(dialect),
        judge: ({ rows }) => {
          const [first = {}] = rows;
          const [n = 0, users = 0, bots = 0, made = 0] = ["all_events", "all_users", "bots", "bot_events"].map((name) =>
            numberOf(first[name]),
          );
          if (users < MIN_USERS) return { kind: "undetermined", reason: tooFew(users, MIN_USERS, "users"), n };
          const sentence =
            bots === 0
              ? `None of ${counted(users, "user")} looks automated.`
              : `${counted(bots, "user looks", "users look")} automated and made ${count(made)} of ${counted(n, "event")} (${percent(made / n)}); ${busiest(first)}.`;
          const rounded = rows.map((row) => ({
            ...row,
            events_per_s: Math.round(numberOf(row["events_per_s"]) * 1000) / 1000,
          }));
          const shown = ["user_id", "events", "sessions", "events_per_s", "least_events", "most_events"];
          const sample = bots === 0 ? undefined : sampleOf(rounded, shown);
          return { kind: "measured", value: made / n, n, sentence, sample };
        },
      },
    ];
  },
};
