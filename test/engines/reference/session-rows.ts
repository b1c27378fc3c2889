import { type FunnelStep, stepEvents } from "../../../src/contract/project/funnel.ts";
import type { Project } from "../../../src/contract/project/project.ts";
import { testOf } from "../../../src/models/funnel/definition.ts";
import type { Row } from "./condition.ts";
import type { FactRow } from "./fact-rows.ts";
import { matchesTest } from "./funnel-test.ts";
import { groupsOf } from "./groups.ts";
import { sumOf } from "./numbers.ts";

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
  readonly entry_event: string;
  readonly exit_event: string;
  readonly events: number;
  readonly items: number;
  readonly value: number | null;
}

const ofSession = (row: FactRow): string => JSON.stringify([row.user_id, row.session_id]);

const known = new WeakMap<readonly FactRow[], ReadonlyMap<string, readonly FactRow[]>>();

/** The events of each session of a log, in the order of the events. */
export function eventsBySession(log: readonly FactRow[]): ReadonlyMap<string, readonly FactRow[]> {
  const found = known.get(log);
  if (found !== undefined) return found;
  const sessions = groupsOf(
    log.filter(({ user_id, session_id }) => user_id !== null && session_id !== null),
    ofSession,
  );
  known.set(log, sessions);
  return sessions;
}

/** All events of the session that an event belongs to. */
export function eventsOfSession(row: FactRow, log: readonly FactRow[]): readonly FactRow[] {
  return eventsBySession(log).get(ofSession(row)) ?? [];
}

/** What `fct_sessions` says about the session whose events these are. */
export function sessionRow(events: readonly FactRow[], { funnels }: Project): SessionRow {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("a session has an event");
  const has = (name: string): boolean => events.some(({ event }) => event === name);
  const [before, end] = (Object.values(funnels)[0]?.steps ?? []).slice(-2);
  const passes = (step: FunnelStep): boolean =>
    events.some((row) => matchesTest(row, testOf(typeof step === "string" ? { event: step } : step)));
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
    entry_event: first.event,
    exit_event: last.event,
    events: events.length,
    items: new Set(events.flatMap((row) => row["item_id"] ?? [])).size,
    value: sumOf(events.map((row) => row["value"] ?? null)),
    ...Object.fromEntries(flags),
    abandoned_cart: before === undefined || end === undefined ? null : passes(before) && !passes(end),
  };
}
