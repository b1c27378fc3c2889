import { stepEvents } from "../../../src/contract/project/funnel.ts";
import type { Project } from "../../../src/contract/project/project.ts";
import type { Row } from "./condition.ts";
import type { FactRow } from "./fact-rows.ts";

/** A row of `fct_sessions`, with the events it is made of, in order. */
export interface SessionRow extends Row {
  readonly user_id: string;
  readonly session_id: string;
  readonly session_no: number | null;
  /** Microseconds since 1970. */
  readonly started: number;
  readonly ended: number;
  readonly day: string;
  readonly duration_s: number;
  readonly events: number;
  readonly items: number;
  readonly value: number | null;
}

const ofSession = (row: FactRow): string => JSON.stringify([row.user_id, row.session_id]);

/** The events of each session, in the order of the events. */
export function eventsBySession(rows: readonly FactRow[]): ReadonlyMap<string, readonly FactRow[]> {
  const sessions = new Map<string, FactRow[]>();
  for (const row of rows) {
    if (row.user_id === null || row.session_id === null) continue;
    const own = sessions.get(ofSession(row));
    if (own === undefined) sessions.set(ofSession(row), [row]);
    else own.push(row);
  }
  return sessions;
}

/** What `fct_sessions` says about the session whose events these are. */
export function sessionRow(events: readonly FactRow[], { funnels }: Project): SessionRow {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("a session has an event");
  const has = (name: string): boolean => events.some(({ event }) => event === name);
  const steps = (Object.values(funnels)[0]?.steps ?? []).flatMap(stepEvents);
  const [before, end] = steps.slice(-2);
  const flags = Object.values(funnels).flatMap((funnel) =>
    funnel.steps.flatMap(stepEvents).map((step) => [`has_${step}`, has(step)]),
  );
  return {
    user_id: first.user_id ?? "",
    session_id: first.session_id ?? "",
    session_no: first.session_no,
    started: first.event_time,
    ended: last.event_time,
    day: first.day,
    duration_s: (last.event_time - first.event_time) / 1e6,
    events: events.length,
    items: new Set(events.flatMap((row) => row["item_id"] ?? [])).size,
    value: sumOf(events.map((row) => row["value"] ?? null)),
    ...Object.fromEntries(flags),
    abandoned_cart: before === undefined || end === undefined ? null : has(before) && !has(end),
  };
}

/** The sum of the values that are there; null when there is none. Money is added in units of 1e-9. */
export function sumOf(cells: readonly (string | number | boolean | null)[]): number | null {
  const values = cells.flatMap((cell) => (cell === null ? [] : [BigInt(Math.round(Number(cell) * 1e9))]));
  return values.length === 0 ? null : Number(values.reduce((a, b) => a + b, 0n)) / 1e9;
}
