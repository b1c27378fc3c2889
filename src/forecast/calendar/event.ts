import { addDays, type Day } from "../../core/calendar.ts";
import { daysBetween } from "../../core/periods.ts";

/** A dated event that a series may feel: a holiday, a promotion, a release. */
export interface CalendarEvent {
  readonly name: string;
  readonly day: Day;
  /** Days before and after on which it is felt; default 0. */
  readonly before?: number;
  readonly after?: number;
}

/** One day of the window of events of one name. */
export interface EventDay {
  readonly name: string;
  /** Days after the event's own day; negative before it. */
  readonly offset: number;
  /** Calendar days, in order. */
  readonly days: readonly Day[];
}

/** The days of the windows, by name and offset in the order of the names; each is an effect of its own. */
export function eventDays(events: readonly CalendarEvent[]): readonly EventDay[] {
  const found = new Map<string, { name: string; offset: number; days: Set<Day> }>();
  for (const { name, day, before = 0, after = 0 } of events) {
    for (let offset = 0 - before; offset <= after; offset++) {
      const key = JSON.stringify([name, offset]);
      const entry = found.get(key) ?? { name, offset, days: new Set<Day>() };
      entry.days.add(addDays(day, offset));
      found.set(key, entry);
    }
  }
  return [...found.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.offset - b.offset))
    .map(({ name, offset, days }) => ({ name, offset, days: [...days].sort() }));
}

/** Events whose window holds a day, with the days since the event's own day. */
export function eventsOn(
  day: Day,
  events: readonly CalendarEvent[],
): readonly { readonly name: string; readonly offset: number }[] {
  return events.flatMap((event) => {
    const offset = daysBetween(event.day, day);
    return offset >= -(event.before ?? 0) && offset <= (event.after ?? 0) ? [{ name: event.name, offset }] : [];
  });
}
