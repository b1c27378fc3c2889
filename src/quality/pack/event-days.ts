import { addDays, DAY_MS, type Day } from "../../core/calendar.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { ident, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Judgement, PackCheck, Probe, Row } from "../check.ts";
import { EVENTS, lastCompleteDay, NOT_EVENTS, type QualityContext } from "../context.ts";
import { numberOf, sampleOf } from "../evidence.ts";
import { counted, decimal, listed } from "../wording.ts";

const HISTORY_DAYS = 28;
const MIN_HISTORY_DAYS = 7;
const MIN_USUAL_EVENTS = 10;
const NEW_WITHIN_DAYS = 7;
/** Event names beyond the most frequent ones are not followed by day. */
const MAX_NAMES = 1000;

/** One row per event name: its days up to the last complete one. Shared by the checks on event names over time. */
function eventDaysQuery(last: Day, dialect: Dialect): Sql {
  const lastDay = dialect.date(last);
  const recent = sql`day >= ${dialect.date(addDays(last, -HISTORY_DAYS))} and day < ${lastDay}`;
  const sameWeekday = sql`${recent} and ${dialect.daysBetween(raw("day"), lastDay)} % 7 = 0`;
  return sql`with event_days as (select event, day, count(*) as events from ${ident(EVENTS)} where event is not null group by event, day)
select event, min(day) as first_day, max(day) as last_day, sum(events) as events,
  coalesce(${dialect.sumIf(raw("events"), sql`day = ${lastDay}`)}, 0) as on_last_day,
  ${dialect.countIf(recent)} as recent_days,
  ${dialect.countIf(sameWeekday)} as weekdays,
  coalesce(${dialect.sumIf(raw("events"), sameWeekday)}, 0) as weekday_events,
  min(min(day)) over () as log_began
from event_days group by event order by events desc, event limit ${raw(String(MAX_NAMES))}`;
}

function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

interface EventDays {
  readonly event: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly events: number;
  readonly onLastDay: number;
  readonly recentDays: number;
  readonly weekdays: number;
  readonly weekdayEvents: number;
}

const eventDaysOf = (row: Row): EventDays => ({
  event: String(row["event"]),
  firstDay: String(row["first_day"]),
  lastDay: String(row["last_day"]),
  events: numberOf(row["events"]),
  onLastDay: numberOf(row["on_last_day"]),
  recentDays: numberOf(row["recent_days"]),
  weekdays: numberOf(row["weekdays"]),
  weekdayEvents: numberOf(row["weekday_events"]),
});

type JudgeDays = (names: readonly EventDays[], log: { readonly days: number; readonly last: Day }) => Judgement;

function eventDaysProbes(context: QualityContext, judge: JudgeDays): readonly Probe[] | typeof NOT_EVENTS {
  if (!context.relations.has(EVENTS)) return NOT_EVENTS;
  const last = lastCompleteDay(context);
  if (last === null)
    return [{ relation: EVENTS, judge: () => ({ kind: "undetermined", reason: "there are no events" }) }];
  return [
    {
      relation: EVENTS,
      query: eventDaysQuery(last, context.dialect),
      judge: ({ rows }) => {
        const began = rows[0]?.["log_began"];
        if (typeof began !== "string") return { kind: "undetermined", reason: "there are no events", n: 0 };
        if (began > last) return { kind: "undetermined", reason: "no day of the log is complete yet", n: rows.length };
        return judge(rows.map(eventDaysOf), { days: daysBetween(began, last), last });
      },
    },
  ];
}

/** An event is dead when it came on every such weekday before, at least ten times on average, and not on the last day. */
function isDead(e: EventDays, days: number): boolean {
  const weeks = Math.floor(Math.min(days, HISTORY_DAYS) / 7);
  const regular = weeks >= 3 || e.recentDays >= Math.min(days, HISTORY_DAYS) / 2;
  return e.onLastDay === 0 && e.weekdays === weeks && e.weekdayEvents / weeks >= MIN_USUAL_EVENTS && regular;
}

export const eventDeath: PackCheck = {
  title: "Events that stopped",
  severity: "error",
  threshold: 0,
  unit: "names",
  measures: `Event names without a row on the last complete day that came on the same weekday in each of the up to four weeks before, at least ${MIN_USUAL_EVENTS} times on average. Names beyond the ${MAX_NAMES} most frequent are not followed.`,
  undetermined: `The log has fewer than ${MIN_HISTORY_DAYS} days before the last complete day.`,
  probes: (context) =>
    eventDaysProbes(context, (names, { days, last }) => {
      if (days < MIN_HISTORY_DAYS) return tooYoung(days, MIN_HISTORY_DAYS, last);
      const dead = names.filter((e) => isDead(e, days));
      const [worst] = dead;
      const weeks = Math.floor(Math.min(days, HISTORY_DAYS) / 7);
      const sentence =
        worst === undefined
          ? `Every event with a history still came on ${last}.`
          : `${listed(dead.map(({ event }) => event))} stopped: no row on ${last}, where ${decimal(worst.weekdayEvents / weeks)} of "${worst.event}" were usual.`;
      const sample = sampleOf(
        dead.map((e) => ({
          event: e.event,
          last_day: e.lastDay,
          usual_on_weekday: e.weekdayEvents / weeks,
          events: e.events,
        })),
        ["event", "last_day", "usual_on_weekday", "events"],
      );
      return { kind: "measured", value: dead.length, n: names.length, sentence, sample };
    }),
};

export const newEvent: PackCheck = {
  title: "New events",
  severity: "info",
  threshold: 0,
  unit: "names",
  measures: `Event names first seen in the last ${NEW_WITHIN_DAYS} complete days or after them.`,
  undetermined: `The log has fewer than ${2 * NEW_WITHIN_DAYS} days before the last complete day.`,
  probes: (context) =>
    eventDaysProbes(context, (names, { days, last }) => {
      if (days < 2 * NEW_WITHIN_DAYS) return tooYoung(days, 2 * NEW_WITHIN_DAYS, last);
      const since = addDays(last, -NEW_WITHIN_DAYS);
      const fresh = names.filter(({ firstDay }) => firstDay > since);
      const sentence =
        fresh.length === 0
          ? `No event name is new since ${addDays(since, 1)}.`
          : `${counted(fresh.length, "event name is", "event names are")} new since ${addDays(since, 1)}: ${listed(fresh.map(({ event }) => event))}.`;
      const sample = sampleOf(
        fresh.map((e) => ({ event: e.event, first_day: e.firstDay, events: e.events })),
        ["event", "first_day", "events"],
      );
      return { kind: "measured", value: fresh.length, n: names.length, sentence, sample };
    }),
};

function tooYoung(days: number, needed: number, last: Day): Judgement {
  return {
    kind: "undetermined",
    reason: `the log has ${counted(days, "day")} before ${last}, the last complete one; ${needed} are needed`,
  };
}
