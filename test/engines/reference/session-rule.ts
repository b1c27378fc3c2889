import type { SessionRule } from "../../../src/models/sessions/session-rows.ts";
import type { FactRow } from "./fact-rows.ts";

/** One session by a rule that is asked for, not the one the models are built with. */
export interface RuledSession {
  readonly user: string;
  readonly started: number;
  readonly ended: number;
  readonly day: string;
  readonly events: number;
  readonly entry: string;
  readonly exit: string;
  /** Its first event. */
  readonly first: FactRow;
}

/** Sessions of docs/semantics.md, one event at a time; `rows` in order of the log. */
export function ruledSessions(
  rows: readonly FactRow[],
  { gapUs, midnight, campaign }: SessionRule,
): readonly RuledSession[] {
  const owners = new Map<string, FactRow[]>();
  for (const row of rows) {
    if (row.user_id === null || (gapUs === null && row.session_id === null)) continue;
    const owner = JSON.stringify([row.user_id, gapUs === null ? row.session_id : null]);
    owners.set(owner, [...(owners.get(owner) ?? []), row]);
  }
  return [...owners.values()].flatMap((own) => {
    const sessions: FactRow[][] = [];
    let said: unknown = null;
    own.forEach((row, i) => {
      const before = own[i - 1];
      const now = campaign === null ? null : (row[campaign] ?? null);
      const begins =
        before === undefined ||
        (gapUs !== null && row.event_time - before.event_time > gapUs) ||
        (midnight && row.day !== before.day) ||
        (now !== null && said !== null && now !== said);
      if (begins) sessions.push([row]);
      else sessions.at(-1)?.push(row);
      said = now ?? said;
    });
    return sessions.flatMap((events) => {
      const [first, last] = [events[0], events.at(-1)];
      if (first === undefined || last === undefined || first.user_id === null) return [];
      const { user_id: user, day, event: entry, event_time: started } = first;
      return [{ user, started, ended: last.event_time, day, events: events.length, entry, exit: last.event, first }];
    });
  });
}
