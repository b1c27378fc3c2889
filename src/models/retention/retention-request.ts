import type { Sql } from "../../sql/sql.ts";
import type { FactContext } from "../fct-events.ts";
import type { FunnelTest } from "../funnel/definition.ts";
import type { DayRange } from "../metrics/metric-request.ts";
import type { TimeRange } from "../project-day.ts";
import type { RetentionGrain } from "./period-number.ts";

export const COHORTS = ["first", "recurring", "each"] as const;
export const CLOCKS = ["calendar", "rolling", "rolling-floored"] as const;
export const CRITERIA = ["on", "on-or-after", "on-or-before", "streak"] as const;

/** Who is followed: users from their first start, from the first start of each period, or every start. */
export type Cohort = (typeof COHORTS)[number];
/** Periods of the calendar, or of equal length from each start (floored: of the hour, from weeks on the day, of the start). */
export type Clock = (typeof CLOCKS)[number];
export type Criterion = (typeof CRITERIA)[number];

/** Periods `from` to `to` after the start, both included, as one column. */
export interface Bracket {
  readonly from: number;
  readonly to: number;
}

/** What is asked about who comes back; the rules are those of docs/semantics.md. */
export interface RetentionRequest {
  readonly start: FunnelTest;
  readonly back: FunnelTest;
  readonly cohort: Cohort;
  readonly clock: Clock;
  readonly grain: RetentionGrain;
  readonly criterion: Criterion;
  /** Null: every period for itself. */
  readonly brackets: readonly Bracket[] | null;
  /** Fewest returns that count. */
  readonly times: number;
  /** Periods after the start that are looked at. */
  readonly periods: number;
  /** Days of the starts. */
  readonly days: DayRange;
  /** Instant of the latest event that is looked at, in microseconds since 1970. */
  readonly endUs: number;
  /** Instant until which the data are complete, in milliseconds: periods that end later are open. */
  readonly completeMs: number;
  /** Instants between which events lie. */
  readonly range: TimeRange;
  /** A condition on the events that can be a start, and on those that can be a return; null for all. */
  readonly where: Sql | null;
  readonly dimension: string | null;
  readonly facts: FactContext;
}

const DAY_US = 86_400_000_000;

/** Length of a rolling period, in microseconds. */
export const ROLLING_US: Readonly<Record<RetentionGrain, number>> = {
  hour: 3_600_000_000,
  day: DAY_US,
  week: 7 * DAY_US,
  month: 30 * DAY_US,
  quarter: 90 * DAY_US,
  year: 365 * DAY_US,
};
