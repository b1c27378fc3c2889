import { DAY_MS, zoneOffsetMs } from "../../../src/core/calendar.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import { byCodePoint } from "./text-order.ts";

/** An event as the interpreter takes it: ids as text, instants in microseconds since 1970. */
export interface LogEvent {
  readonly timeUs: number;
  readonly event: string;
  readonly user: string | null;
  /** The vendor's session id; null where there is none. */
  readonly session: string | null;
  readonly source: string;
  /** Position in the source. */
  readonly seq: number;
  /** Other columns of the row, under the names they have in `fct_events`. */
  readonly columns?: Readonly<Record<string, Cell>>;
}

/** An event with what the models say about it; its session is the one it belongs to. */
export interface EventFacts extends LogEvent {
  /** Calendar day in the project's zone. */
  readonly day: string;
  readonly sessionNo: number | null;
  readonly prev: string | null;
  readonly next: string | null;
  /** Instant of the user's event of the same name before it, in microseconds. */
  readonly prevSameUs: number | null;
  readonly isNew: boolean;
}

export interface InterpreterOptions {
  readonly zone: string;
  /** Sources whose sessions end after 30 idle minutes. */
  readonly idleSources: ReadonlySet<string>;
  /** How session ids of the same start are ordered. */
  readonly idType: "integer" | "text";
}

const IDLE_US = 30 * 60 * 1_000_000;

const inOrder = (a: LogEvent, b: LogEvent): number =>
  a.timeUs - b.timeUs || a.seq - b.seq || byCodePoint(a.source, b.source);

/** The definitions of sessions and neighbours, one event at a time: slow, obvious, and what every engine is held to. */
export function interpretEvents(
  events: readonly LogEvent[],
  { zone, idleSources, idType }: InterpreterOptions,
): readonly EventFacts[] {
  const users = new Set(events.flatMap(({ user }) => (user === null ? [] : [user])));
  const facts = events.filter(({ user }) => user === null).map((e) => anonymous(e, zone));
  for (const user of users) {
    const own = events.filter((e) => e.user === user).sort(inOrder);
    const ids = sessionIds(own, idleSources);
    const starts = new Map<string, number>();
    own.forEach((e, i) => {
      const id = ids[i] ?? null;
      if (id !== null && !starts.has(id)) starts.set(id, e.timeUs);
    });
    const ranked = [...starts]
      .sort(
        ([idA, a], [idB, b]) =>
          a - b || (idType === "integer" ? Number(BigInt(idA) - BigInt(idB)) : byCodePoint(idA, idB)),
      )
      .map(([id]) => id);
    const seen = new Set<string>();
    own.forEach((e, i) => {
      const session = ids[i] ?? null;
      const isNew = session !== null && !seen.has(session);
      if (session !== null) seen.add(session);
      facts.push({
        ...e,
        day: dayOfUs(e.timeUs, zone),
        session,
        sessionNo: session === null ? null : ranked.indexOf(session) + 1,
        prev: own[i - 1]?.event ?? null,
        next: own[i + 1]?.event ?? null,
        prevSameUs: own.slice(0, i).findLast(({ event }) => event === e.event)?.timeUs ?? null,
        isNew,
      });
    });
  }
  return facts;
}

function anonymous(e: LogEvent, zone: string): EventFacts {
  const none = { session: null, sessionNo: null, prev: null, next: null, prevSameUs: null };
  return { ...e, ...none, day: dayOfUs(e.timeUs, zone), isNew: false };
}

/** One session id per event of one user, in order. */
function sessionIds(own: readonly LogEvent[], idleSources: ReadonlySet<string>): readonly (string | null)[] {
  let last: number | null = null;
  let open = "";
  return own.map((e) => {
    if (!idleSources.has(e.source)) return e.session;
    if (last === null || e.timeUs - last > IDLE_US) open = String(e.timeUs);
    last = e.timeUs;
    return open;
  });
}

function dayOfUs(us: number, zone: string): string {
  const ms = Math.floor(us / 1000);
  const local = ms + zoneOffsetMs(zone, ms);
  return new Date(Math.floor(local / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}
