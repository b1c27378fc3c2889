import { timesOf } from "../../../src/contract/project/occurrence.ts";
import type { Project } from "../../../src/contract/project/project.ts";
import type { Did, SegmentRule, Sequence } from "../../../src/contract/project/segment.ts";
import { durationMinutes } from "../../../src/contract/project/segment.ts";
import { addDays, startOfDayMs } from "../../../src/core/calendar.ts";
import { satisfies } from "./condition.ts";
import type { FactRow } from "./fact-rows.ts";
import { groupsOf } from "./groups.ts";

/** Null is "no user": what is said about users neither holds nor fails. */
type Verdict = boolean | null;

export interface SegmentLog {
  readonly log: readonly FactRow[];
  /** Behaviour counts up to the start of this day. */
  readonly asOf: string;
  readonly project: Pick<Project, "segments" | "project">;
}

/** True for a row that belongs to the segment, one user at a time. */
export function belongs(rule: SegmentRule, row: FactRow, log: SegmentLog): boolean {
  return holds(rule, row, log) === true;
}

const not = (a: Verdict): Verdict => (a === null ? null : !a);
const and = (all: readonly Verdict[]): Verdict => (all.includes(false) ? false : all.includes(null) ? null : true);
const or = (all: readonly Verdict[]): Verdict => (all.includes(true) ? true : all.includes(null) ? null : false);

const list = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T];

function holds(rule: SegmentRule, row: FactRow, log: SegmentLog): Verdict {
  const own = row.user_id === null ? null : eventsOf(row.user_id, log);
  const parts: Verdict[] = [];
  if (rule.where !== undefined) parts.push(satisfies(rule.where, row));
  for (const did of list(rule.did)) parts.push(own && occurs(did, own, log));
  for (const did of list(rule.did_not)) parts.push(own && !occurs(did, own, log));
  for (const sequence of list(rule.sequence)) parts.push(own && follows(sequence, own));
  const { first_seen, last_seen } = rule;
  if (first_seen !== undefined) parts.push(own && isBetween(own[0], first_seen));
  if (last_seen !== undefined) parts.push(own && isBetween(own.at(-1), last_seen));
  if (rule.segment !== undefined) parts.push(holds(log.project.segments[rule.segment] ?? {}, row, log));
  for (const inner of rule.all ?? []) parts.push(holds(inner, row, log));
  if (rule.any !== undefined) parts.push(or(rule.any.map((inner) => holds(inner, row, log))));
  if (rule.not !== undefined) parts.push(not(holds(rule.not, row, log)));
  return and(parts);
}

const byUser = new WeakMap<readonly FactRow[], ReadonlyMap<string, readonly FactRow[]>>();

/** A user's events before the as-of day, in order. */
function eventsOf(user: string, { log, asOf }: SegmentLog): readonly FactRow[] {
  const users = byUser.get(log) ?? groupsOf(log, ({ user_id }) => user_id ?? "");
  byUser.set(log, users);
  return (users.get(user) ?? []).filter(({ user_id, day }) => user_id !== null && day < asOf);
}

const isBetween = (
  row: FactRow | undefined,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): boolean => row !== undefined && row.day >= (from ?? "") && (to === undefined || row.day < to);

const isNamed = (row: FactRow, names: string | readonly string[] | undefined): boolean =>
  names === undefined || list<string>(names).includes(row.event);

function occurs(
  { event, where = {}, within, from, to, ...times }: Did,
  own: readonly FactRow[],
  log: SegmentLog,
): boolean {
  const days = within === undefined ? 0 : durationMinutes(within) / 1440;
  const since = within === undefined ? 0 : startOfDayMs(addDays(log.asOf, -days), log.project.project.timezone) * 1000;
  const n = own.filter(
    (row) => isNamed(row, event) && satisfies(where, row) && row.event_time >= since && isBetween(row, { from, to }),
  ).length;
  const { least, most } = timesOf(times);
  return n >= least && (most === null || n <= most);
}

function follows({ first, then, within, completed }: Sequence, own: readonly FactRow[]): boolean {
  const limitUs = within === undefined ? Number.POSITIVE_INFINITY : durationMinutes(within) * 60_000_000;
  const is = (row: FactRow, step: Sequence["first"]): boolean =>
    isNamed(row, step.event) && satisfies(step.where ?? {}, row);
  const went = own.some(
    (second, j) =>
      is(second, then) &&
      own.slice(0, j).some((row) => is(row, first) && second.event_time - row.event_time <= limitUs),
  );
  return completed ? went : own.some((row) => is(row, first)) && !went;
}
