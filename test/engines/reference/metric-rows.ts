import type { Condition } from "../../../src/contract/condition.ts";
import { type Occurrence, timesOf } from "../../../src/contract/project/occurrence.ts";
import type { Project } from "../../../src/contract/project/project.ts";
import type { RowMetric } from "../../../src/models/metrics/metric-parts.ts";
import { type Row, satisfies } from "./condition.ts";
import type { FactRow } from "./fact-rows.ts";
import { groupsOf } from "./groups.ts";
import { distinctOf, sumOf } from "./numbers.ts";
import { eventsOfSession, sessionRow } from "./session-rows.ts";

/** The events that a metric looks at in one period. */
export interface MetricSlice {
  /** Those of the slice: they pass the filters and have the values asked for. */
  readonly events: readonly FactRow[];
  /** All of the period, whatever they are split or filtered by. */
  readonly period: readonly FactRow[];
  /** All there are. */
  readonly log: readonly FactRow[];
  /** Whether the user's first event lies in the period. */
  readonly isNew: (user: string) => boolean;
}

/** What a metric is computed on: events, or sessions, users, items or orders made of them. */
export interface MetricRows {
  readonly rows: readonly Row[];
  /** What of the metric's filter is decided on these rows. */
  readonly filter: Condition;
  /** The column that says which user, item or order a row is; null for events and sessions. */
  readonly key: string | null;
}

const list = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T];

/** True when the events contain, and do not contain, what the metric says. */
function done({ did, did_not }: RowMetric, events: readonly FactRow[]): boolean {
  return list(did).every((one) => occurs(one, events)) && !list(did_not).some((one) => occurs(one, events));
}

function occurs(occurrence: Occurrence, events: readonly FactRow[]): boolean {
  const { least, most } = timesOf(occurrence);
  const names = occurrence.event === undefined ? null : list<string>(occurrence.event);
  const n = events.filter(
    (row) => (names === null || names.includes(row.event)) && satisfies(occurrence.where ?? {}, row),
  ).length;
  return n >= least && (most === null || n <= most);
}

function split(filter: Condition | undefined, columns: ReadonlySet<string>): { own: Condition; events: Condition } {
  const entries = Object.entries(filter ?? {});
  return {
    own: Object.fromEntries(entries.filter(([name]) => columns.has(name))),
    events: Object.fromEntries(entries.filter(([name]) => !columns.has(name))),
  };
}

/** The rows of a metric by its entity. */
export function metricRows(metric: RowMetric, slice: MetricSlice, project: Project): MetricRows {
  const onSource = (row: FactRow): boolean => metric.on === undefined || row.source === metric.on;
  const events = slice.events.filter(onSource);
  if (metric.entity === "event") return { rows: events, filter: metric.filter ?? {}, key: null };
  if (metric.entity === "session") return sessionRows(metric, { ...slice, events }, project);
  return entityRows(metric, { ...slice, events, period: slice.period.filter(onSource) }, project);
}

/** Sessions belong where their first event is. */
function sessionRows(metric: RowMetric, { events, log }: MetricSlice, project: Project): MetricRows {
  const sessions = events
    .filter((row) => row.is_new_session)
    .map((first) => {
      const own = eventsOfSession(first, log);
      return { own, row: sessionRow(own, project) };
    });
  const { own, events: condition } = split(metric.filter, new Set(Object.keys(sessions[0]?.row ?? {})));
  const fits = Object.keys(condition).length === 0 ? () => true : (row: FactRow) => satisfies(condition, row);
  const kept = sessions.filter((session) => session.own.some(fits) && done(metric, session.own));
  return { rows: kept.map(({ row }) => row), filter: own, key: null };
}

/** Users, items and orders: one row for each that has an event of the slice that fits. */
function entityRows(metric: RowMetric, { events, period, isNew }: MetricSlice, project: Project): MetricRows {
  const key = metric.entity === "user" ? "user_id" : metric.entity === "item" ? "item_id" : orderColumn(project);
  const other = metric.entity === "user" ? "session_id" : "user_id";
  const counted = metric.entity === "user" ? "sessions" : "users";
  const { own, events: condition } = split(metric.filter, new Set([key, "events", counted, "value", "is_new"]));
  const fitting = events.filter((row) => satisfies(condition, row));
  const idOf = (row: FactRow): string => JSON.stringify(row[key] ?? null);
  const asked = metric.did !== undefined || metric.did_not !== undefined;
  const all = groupsOf(asked ? period : [], idOf);
  const rows = [...groupsOf(fitting, idOf)]
    .filter(([id]) => id === "null" || done(metric, all.get(id) ?? []))
    .map(([, of]): Row => {
      const id = of[0]?.[key] ?? null;
      return {
        [key]: id,
        events: of.length,
        [counted]: distinctOf(of.map((row) => row[other] ?? null)),
        value: sumOf(of.map((row) => row["value"] ?? null)),
        is_new: id !== null && isNew(String(id)),
      };
    });
  return { rows, filter: own, key };
}

const orderColumn = ({ sources }: Project): string =>
  Object.values(sources).flatMap(({ events }) => events?.order ?? [])[0] ?? "";
