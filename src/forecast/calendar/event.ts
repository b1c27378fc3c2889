import { addDays, type Day } from "../../core/calendar.ts";

/** A dated event that a series may feel: a holiday, a promotion, a release. */
export interface CalendarEvent {
  readonly name: string;
  readonly first: Day;
  /** Included. */
  readonly last: Day;
  /** Days before the first and after the last on which it is felt; default 0. */
  readonly before?: number;
  readonly after?: number;
}

/** One part of the window of events of one name. */
export interface EventDay {
  readonly name: string;
  /** 0 on the event's own days, else days before its first (negative) or after its last. */
  readonly offset: number;
  /** Calendar days, in order. */
  readonly days: readonly Day[];
}

/** The days of the windows, by name and offset in the order of the names; each is an effect of its own. */
export function eventDays(events: readonly CalendarEvent[]): readonly EventDay[] {
  const found = new Map<string, { name: string; offset: number; days: Set<Day> }>();
  const add = (name: string, offset: number, day: Day): void => {
    const key = JSON.stringify([name, offset]);
    const entry = found.get(key) ?? { name, offset, days: new Set<Day>() };
    entry.days.add(day);
    found.set(key, entry);
  };
  for (const { name, first, last, before = 0, after = 0 } of events) {
    for (let day = first; day <= last; day = addDays(day, 1)) add(name, 0, day);
    for (let offset = 1; offset <= before; offset++) add(name, -offset, addDays(first, -offset));
    for (let offset = 1; offset <= after; offset++) add(name, offset, addDays(last, offset));
  }
  return [...found.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.offset - b.offset))
    .map(({ name, offset, days }) => ({ name, offset, days: [...days].sort() }));
}
