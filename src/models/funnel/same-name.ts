import { addDays, startOfDayMs } from "../../core/calendar.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { unitColumns } from "./funnel-rows.ts";

/**
 * True when every event of a user that has the name of one of a step's events can be that step: then `prev_same_time`
 * says of most events that an earlier one could have been the step, and they need not be looked at.
 */
export function isNamedOnly(request: FunnelRequest, i: number): boolean {
  const { definition, where } = request;
  const step = definition.steps[i];
  if (step === undefined || where !== null || unitColumns(request).length > 1) return false;
  return step.events.length > 0 && Object.keys(step.where).length === 0 && step.value.length === 0;
}

// clocks set back over midnight bring a day back: of the instants of the first and the last day some may lie outside
const startOf = (day: string, { facts: { log, dialect } }: FunnelRequest): Sql =>
  dialect.timestamp(startOfDayMs(day, log.zone));

/** True for the rows of `fct_events` before which no event of the same name lies on the days of entries; for some others too. */
export function isFirstOfName(request: FunnelRequest): Sql {
  const { from, to } = request.days;
  const [second, last] = [startOf(addDays(from, 1), request), startOf(addDays(to, -1), request)];
  return sql`(prev_same_time is null or prev_same_time < ${second} or prev_same_time >= ${last})`;
}

/** The instant in microseconds of the event of the same name before a row of `fct_events`; null where none lies on the days of steps. */
export function beforeOfName(request: FunnelRequest): Sql {
  const second = startOf(addDays(request.days.from, 1), request);
  return sql`case when prev_same_time >= ${second} then ${request.facts.dialect.epochUs(raw("prev_same_time"))} end`;
}
