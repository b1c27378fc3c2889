import { DAY_MS, repeatsDay, startOfDayMs } from "../../core/calendar.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { FunnelTest } from "./definition.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { unitColumns } from "./funnel-rows.ts";

/** True when a test looks at the event's name alone. */
export const isNameTest = ({ events, where, value }: FunnelTest): boolean =>
  events.length > 0 && Object.keys(where).length === 0 && value.length === 0;

/**
 * The steps of a chain for which `prev_same_time` says of most events that an earlier one could have been the step, so that
 * they need not be looked at: every event of a user that has the name counts, and later instants lie on later days.
 */
export function namedSteps(request: FunnelRequest): readonly boolean[] {
  const { definition, where, days, endUs, facts } = request;
  const start = startOfDayMs(days.from, facts.log.zone) - DAY_MS;
  const usable =
    where === null &&
    unitColumns(request).length === 1 &&
    !repeatsDay(facts.log.zone, start, Math.max(start, endUs / 1000));
  return definition.steps.map((step) => usable && isNameTest(step));
}

const firstDay = ({ days, facts: { log, dialect } }: FunnelRequest): Sql =>
  dialect.timestamp(startOfDayMs(days.from, log.zone));

/** True when no event lies before the days asked for: then the first event of a name there is the first of all, which starts a run. */
export const fromTheFirst = ({ days, range, facts: { log } }: FunnelRequest): boolean =>
  range !== undefined && startOfDayMs(days.from, log.zone) <= range.minMs;

/** True for the rows of `fct_events` before which the user has no event of the same name on the days asked for. */
export const isFirstOfName = (request: FunnelRequest): Sql =>
  fromTheFirst(request)
    ? raw("prev_same_time is null")
    : sql`(prev_same_time is null or prev_same_time < ${firstDay(request)})`;

/** The instant in microseconds of the event of the same name before a row of `fct_events`; null where none lies on the days asked for. */
export function beforeOfName(request: FunnelRequest): Sql {
  const before = request.facts.dialect.epochUs(raw("prev_same_time"));
  return fromTheFirst(request) ? before : sql`case when prev_same_time >= ${firstDay(request)} then ${before} end`;
}

/**
 * True when the earliest event of step i after an event of the step before it starts a run, so that `fct_event_runs` has it: the
 * user's event right before it cannot be step i, for it is the event of the step before or stands after that. Not where
 * the step before can have the same name, or where ties are not read in the order of the log.
 * @param named what `namedSteps` says
 */
export function startsRun(
  { definition: { steps, ties } }: FunnelRequest,
  i: number,
  named: readonly boolean[],
): boolean {
  const [before, own] = [steps[i - 1]?.events ?? [], steps[i]?.events ?? []];
  const apart = before.length > 0 && !own.some((name) => before.includes(name));
  return named[i] === true && apart && ties.kind === "order";
}
