import type { FactRow } from "./fact-rows.ts";

export interface FirstEvent {
  /** The first event in time. */
  readonly event: FactRow;
  /** The earliest calendar day: where clocks go back over midnight an event can be later on the clock of the day before. */
  readonly day: string;
}

const known = new WeakMap<readonly FactRow[], ReadonlyMap<string, FirstEvent>>();

/** When each user of a log was first seen; the log is in order. */
export function firstEvents(log: readonly FactRow[]): ReadonlyMap<string, FirstEvent> {
  const cached = known.get(log);
  if (cached !== undefined) return cached;
  const found = new Map<string, FirstEvent>();
  for (const event of log) {
    if (event.user_id === null) continue;
    const first = found.get(event.user_id);
    if (first === undefined) found.set(event.user_id, { event, day: event.day });
    else if (event.day < first.day) found.set(event.user_id, { ...first, day: event.day });
  }
  known.set(log, found);
  return found;
}
