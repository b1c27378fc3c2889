import { z } from "zod";
import { NO_ENTRY } from "../contract/project/calendar-entry.ts";
import type { Project } from "../contract/project/project.ts";
import { addDays, dayOf } from "../core/calendar.ts";
import { CALENDAR_RULE_FORMS, type DaySpan, isCalendarRule, spansOfRule } from "../core/calendar-rule.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { addPeriods, startOfPeriod } from "../core/periods.ts";
import { eventDays } from "../forecast/calendar/event.ts";
import type { Grid } from "../forecast/calendar/grid.ts";
import type { KnownEvent } from "../forecast/events/known-event.ts";
import type { EventEffect } from "../forecast/judge/event-effect.ts";

/** Parameters by which an analysis is told of events. */
export const knownShape = {
  known: z
    .array(
      z
        .string()
        .refine((text) => parseKnown(text) !== undefined, "write name@days, such as sale@2024-11-29..2024-12-02"),
    )
    .default([])
    .describe(
      `events beside those of the project's calendar, past and future, each name@days: sale@2024-11-29..2024-12-02; days are written as there: ${CALENDAR_RULE_FORMS}`,
    ),
  calendar: z
    .array(z.string())
    .optional()
    .describe("entries of the project's calendar that are told; default: all; none: nothing of it"),
};

/** An event of a name, with the days of one time that it happens. */
export interface DatedEvent extends DaySpan {
  /** Its id in the calendar, or as it was given. */
  readonly name: string;
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

interface Told {
  readonly known: readonly string[];
  readonly calendar?: readonly string[] | undefined;
}

interface NamedRule {
  readonly name: string;
  readonly rule: string;
}

function parseKnown(text: string): NamedRule | undefined {
  const at = text.indexOf("@");
  const [name, rule] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  return at < 1 || name === "" || !isCalendarRule(rule) ? undefined : { name, rule };
}

/** The project's calendar within some days; a time that touches them is there whole. */
export function calendarEvents(
  { calendar }: Pick<Project, "calendar">,
  within: DaySpan,
  ids: readonly string[] = Object.keys(calendar),
): readonly DatedEvent[] {
  return ids.flatMap((id) =>
    [calendar[id]?.on ?? []].flat().flatMap((rule) => datedEvents({ name: id, rule }, calendar, within)),
  );
}

function datedEvents(
  { name, rule }: NamedRule,
  calendar: Project["calendar"],
  { first, last }: DaySpan,
): readonly DatedEvent[] {
  const { label = name, before = 0, after = 0 } = calendar[name] ?? {};
  const felt = { first: addDays(first, -after), last: addDays(last, before) };
  return spansOfRule(rule, felt).map((span) => ({ ...span, name, label, before, after }));
}

/** Events of the calendar and those told, in the order of their days. @throws AppError USAGE for an id it does not have */
export function toldEvents(project: Pick<Project, "calendar">, told: Told, within: DaySpan): readonly DatedEvent[] {
  const ids = told.calendar?.filter((id) => id !== NO_ENTRY);
  const declared = Object.keys(project.calendar);
  const wrong = ids?.find((id) => !declared.includes(id));
  if (wrong !== undefined)
    throw new AppError("USAGE", `calendar: "${wrong}" is not declared${didYouMean(wrong, declared)}`, {
      hint: `the project's calendar has ${declared.join(", ") || "no entries"}; ${NO_ENTRY} leaves it out`,
    });
  const own = told.known.flatMap((text) => {
    const known = parseKnown(text);
    return known === undefined ? [] : datedEvents(known, project.calendar, within);
  });
  return [...calendarEvents(project, within, ids), ...own].sort((a, b) =>
    a.first < b.first ? -1 : a.first > b.first ? 1 : 0,
  );
}

/** Events that were told of days which are in no step, past or to come. */
export function missedEvents(
  { known, calendar }: Told,
  events: readonly DatedEvent[],
  within: DaySpan,
): readonly string[] {
  const met = new Set(events.map(({ name }) => name));
  const named = calendar?.filter((id) => id !== NO_ENTRY).map((id) => ({ name: id, text: id })) ?? [];
  const given = known.map((text) => {
    const { name, rule } = parseKnown(text) ?? { name: text, rule: "" };
    return { name, text: `${name} (${rule})` };
  });
  return [...given, ...named]
    .filter(({ name }) => !met.has(name))
    .map(({ text }) => `${text} is on no day from ${within.first} to ${within.last}, so nothing is made of it`);
}

/** Says which events to come add nothing because nothing is known of them. */
export function unknownEvents(effects: readonly EventEffect[], events: readonly DatedEvent[]): readonly string[] {
  const unknown = effects.filter(({ effect, ahead }) => effect === null && ahead > 0);
  const labels = unknown.map(({ name }) => events.find((event) => event.name === name)?.label ?? name);
  return [...new Set(labels)].map(
    (label) => `nothing is known of what ${label} adds: none of the values learned from is of such a day`,
  );
}

/** The first day of a grid's first step and the last day of another's last. */
export function daysOf(past: Grid, future: Grid): DaySpan {
  const [from, to] = [past.times[0], future.times.at(-1) ?? past.times.at(-1)];
  if (from === undefined || to === undefined) return { first: "", last: "" };
  return { first: dayOf(from, past.timezone), last: lastDay(to, past) };
}

function lastDay(start: number, { grain, timezone }: Grid): string {
  const day = dayOf(start, timezone);
  if (grain === "hour" || grain === "day") return day;
  return addDays(addPeriods(day, 1, grain), -1);
}

/**
 * The steps in which events are felt. In hours and days each day of a window has an effect of its own; in longer steps
 * an event is felt in every step that its window touches.
 */
export function eventSteps(events: readonly DatedEvent[], past: Grid, future: Grid): readonly KnownEvent[] {
  const { grain, timezone, weekStart } = past;
  const stepsAt = new Map<string, number[]>();
  for (const at of [...past.times, ...future.times]) {
    const day = dayOf(at, timezone);
    stepsAt.set(day, [...(stepsAt.get(day) ?? []), at]);
  }
  const timesOf = (days: readonly string[]): readonly number[] =>
    [...new Set(days)].flatMap((day) => stepsAt.get(day) ?? []);
  const windows = eventDays(events);
  if (grain === "hour" || grain === "day")
    return windows.map(({ name, offset, days }) => ({ name, offset, times: timesOf(days) }));
  return [...new Set(windows.map(({ name }) => name))].map((name) => {
    const days = windows.filter((window) => window.name === name).flatMap((window) => window.days);
    return { name, offset: 0, times: timesOf(days.map((day) => startOfPeriod(day, grain, weekStart))) };
  });
}
