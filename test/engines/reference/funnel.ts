import type { ExclusionDefinition, FunnelDefinition } from "../../../src/models/funnel/definition.ts";
import type { Attribution } from "../../../src/models/funnel/funnel-request.ts";
import type { FactRow } from "./fact-rows.ts";
import { matchesTest } from "./funnel-test.ts";
import { byCodePoint } from "./text-order.ts";

/** What is asked: the days of entries, the last instant looked at, and how attempts are split. */
export interface ReferenceRequest {
  readonly definition: FunnelDefinition;
  readonly days: { readonly from: string; readonly to: string };
  readonly endUs: number;
  readonly dimension: string | null;
  readonly attribution: Attribution;
}

/** One counted attempt: whose it is, when each step was reached, and the value it is split by. */
export interface ReferenceAttempt {
  readonly unit: readonly string[];
  readonly times: readonly (number | null)[];
  readonly value: string | null;
}

/** An attempt as it is followed: the events that took it to each step. */
interface Attempt {
  readonly entry: number;
  readonly takers: number[][];
}

type Own = readonly FactRow[];

/** The definition of docs/semantics.md, one unit at a time: slow, obvious, and what every engine is held to. */
export function referenceAttempts(rows: readonly FactRow[], request: ReferenceRequest): readonly ReferenceAttempt[] {
  const groups = new Map<string, FactRow[]>();
  for (const row of rows) {
    const unit = unitIn(row, request);
    if (unit === null || row.event_time > request.endUs || row.day < request.days.from) continue;
    const key = JSON.stringify(unit);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].flatMap(([key, own]) => {
    const unit = JSON.parse(key) as readonly string[];
    const found = request.definition.order === "any" ? anyOrder(own, request) : inOrder(own, request);
    return found.map((attempt) => ({ unit, ...attempt }));
  });
}

const valueIn = (row: FactRow | undefined, dimension: string): string => String(row?.[dimension] ?? "(none)");

function unitIn(row: FactRow, { definition, dimension, attribution }: ReferenceRequest): readonly string[] | null {
  const session = definition.count === "sessions" ? [row.session_id] : [];
  const held = definition.hold.map((name) => row[name] ?? null);
  const parts = [row.user_id, ...session, ...held];
  if (parts.includes(null)) return null;
  const split = attribution === "all" && dimension !== null ? [valueIn(row, dimension)] : [];
  return [...parts, ...split].map(String);
}

/** Whether the event at place a of the unit can stand before the one at place b. */
function precedes(own: Own, a: number, b: number, { order, ties }: FunnelDefinition): boolean {
  const [first, second] = [own[a]?.event_time ?? 0, own[b]?.event_time ?? 0];
  if (order === "strict") return a === b - 1 && (ties.kind !== "strict" || first < second);
  if (ties.kind === "strict") return first < second;
  if (ties.kind === "grace") return a !== b && first <= second + ties.us;
  return a < b;
}

type Found = Omit<ReferenceAttempt, "unit">;

function inOrder(own: Own, request: ReferenceRequest): readonly Found[] {
  const { definition, days } = request;
  const { steps, entry, exclusions } = definition;
  const relevant = (row: FactRow): boolean =>
    definition.order === "strict" || [...steps, ...exclusions].some((test) => matchesTest(row, test));
  const events = own.filter(relevant);
  let entries = events.flatMap((row, i) =>
    steps[0] !== undefined && matchesTest(row, steps[0]) && row.day < days.to ? [i] : [],
  );
  if (entry === "first") entries = entries.slice(0, 1);
  const attempts = entries.map((i): Attempt => ({ entry: i, takers: steps.map((_, step) => (step === 0 ? [i] : [])) }));
  for (let step = 1; step < steps.length; step++)
    events.forEach((row, i) => {
      const test = steps[step];
      if (test === undefined || !matchesTest(row, test)) return;
      const taken = continued(events, i, { step, attempts, request });
      taken?.takers[step]?.push(i);
    });
  if (exclusions.some((one) => one.remove && isRemoved(events, attempts, { one, definition }))) return [];
  const all = attempts.map((attempt) => told(events, attempt, request));
  if (entry !== "best" || all.length === 0) return all;
  const depth = ({ times }: Found): number => times.filter((t, i) => t !== null && steps[i]?.optional === false).length;
  return all.sort((a, b) => depth(b) - depth(a)).slice(0, 1);
}

interface Continuing {
  readonly step: number;
  readonly attempts: readonly Attempt[];
  readonly request: ReferenceRequest;
}

/** The attempt that an event takes to a step: that with the latest entry among those that have come so far, if it still may. */
function continued(events: Own, i: number, { step, attempts, request: { definition } }: Continuing): Attempt | null {
  const { steps, exclusions } = definition;
  let before = step - 1;
  while (before > 0 && steps[before]?.optional === true) before--;
  const ready = attempts.filter(({ takers }) =>
    takers[before]?.some((taker) => precedes(events, taker, i, definition)),
  );
  const attempt = ready.at(-1);
  const event = events[i];
  if (attempt === undefined || event === undefined || !inTime(events, i, { attempt, definition })) return null;
  const within = steps[step]?.withinUs ?? null;
  const last = Math.max(...(attempt.takers[before] ?? []).filter((taker) => precedes(events, taker, i, definition)));
  if (within !== null && event.event_time - (events[last]?.event_time ?? 0) > within) return null;
  const dead = exclusions.some(
    (one) => !one.remove && one.after < step && step <= one.before && isDropped(events, i, { attempt, one }),
  );
  return dead ? null : attempt;
}

interface InTime {
  readonly attempt: Attempt;
  readonly definition: FunnelDefinition;
}

function inTime(events: Own, i: number, { attempt, definition: { window } }: InTime): boolean {
  const [event, entry] = [events[i], events[attempt.entry]];
  if (event === undefined || entry === undefined) return false;
  if (window?.kind === "time") return event.event_time - entry.event_time <= window.us;
  if (window?.kind !== "sessions") return true;
  const [now, then] = [event.session_no, entry.session_no];
  return now !== null && then !== null && now >= then && now - then < window.sessions;
}

/** An excluded event happened after the attempt first came to `after`, and before this event. */
function isDropped(
  events: Own,
  i: number,
  { attempt, one }: { readonly attempt: Attempt; readonly one: ExclusionDefinition },
): boolean {
  const since = Math.min(...(attempt.takers[one.after] ?? []));
  return events.some((row, x) => since < x && x < i && matchesTest(row, one));
}

interface Removing {
  readonly one: ExclusionDefinition;
  readonly definition: FunnelDefinition;
}

/** An excluded event happened while the latest attempt that had come to `after` had not come to `before`. */
function isRemoved(events: Own, attempts: readonly Attempt[], { one, definition }: Removing): boolean {
  return events.some((row, x) => {
    if (!matchesTest(row, one)) return false;
    const had = (step: number): readonly Attempt[] =>
      attempts.filter(({ takers }) => takers[step]?.some((taker) => taker < x));
    const open = had(one.after).at(-1);
    if (open === undefined || !inTime(events, x, { attempt: open, definition })) return false;
    const passed = had(one.before).at(-1);
    return passed === undefined || passed.entry < open.entry;
  });
}

function told(
  events: Own,
  { takers }: Attempt,
  { definition: { steps }, dimension, attribution }: ReferenceRequest,
): Found {
  const first = takers.map((own) => (own.length === 0 ? null : Math.min(...own)));
  const times = first.map((at, i) => {
    if (at === null) return null;
    const next = steps.findIndex((step, j) => j > i && !step.optional);
    const left = steps[i]?.optional === true && next > 0 && (first[next] ?? Number.POSITIVE_INFINITY) <= at;
    const soonest = Math.min(...(takers[i] ?? []).map((taker) => events[taker]?.event_time ?? 0));
    return left ? null : soonest;
  });
  if (dimension === null) return { times, value: null };
  const reached = first.filter((at, i) => at !== null && steps[i]?.optional === false);
  const deciding = attribution === "last" ? reached.at(-1) : first[typeof attribution === "number" ? attribution : 0];
  const value = deciding == null ? "(step not reached)" : valueIn(events[deciding], dimension);
  return { times, value };
}

/** In any order: from each event on, the steps are ticked off as they come; the start that gets most counts. */
function anyOrder(own: Own, request: ReferenceRequest): readonly Found[] {
  const { definition, days, dimension, attribution } = request;
  const { steps, window } = definition;
  const events = own.filter((row) => steps.some((step) => matchesTest(row, step)));
  const stepOf = (row: FactRow): number => steps.findIndex((step) => matchesTest(row, step));
  const blocks = steps
    .map((_, i) => i)
    .map(
      (i) => steps.slice(0, i + 1).filter((s, j) => j === 0 || s.anchored || steps[j - 1]?.anchored === true).length,
    );
  const runs = events.flatMap((start, from) => {
    if (start.day >= days.to || blocks[stepOf(start)] !== 1) return [];
    const done = new Map<number, number>();
    for (let i = from; i < events.length; i++) {
      const row = events[i];
      if (row === undefined || (window?.kind === "time" && row.event_time - start.event_time > window.us)) break;
      const step = stepOf(row);
      const missing = steps.some((_, other) => (blocks[other] ?? 0) < (blocks[step] ?? 0) && !done.has(other));
      if (!missing && !done.has(step)) done.set(step, i);
    }
    const places = [...done.values()];
    return [{ from, places, last: places.at(-1) ?? from }];
  });
  const [best] = runs.sort((a, b) => b.places.length - a.places.length || a.last - b.last || b.from - a.from);
  if (best === undefined) return [];
  const times = steps.map((_, i) => {
    const at = best.places[i];
    return at === undefined ? null : (events[at]?.event_time ?? null);
  });
  const value = dimension === null ? null : valueIn(events[attribution === "last" ? best.last : best.from], dimension);
  return [{ times, value }];
}

/** Attempts in an order of their own. */
export const sortedAttempts = (attempts: readonly ReferenceAttempt[]): readonly ReferenceAttempt[] =>
  [...attempts].sort((a, b) => byCodePoint(JSON.stringify(a), JSON.stringify(b)));
