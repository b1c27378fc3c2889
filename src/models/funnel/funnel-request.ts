import type { Sql } from "../../sql/sql.ts";
import type { FactContext } from "../fct-events.ts";
import type { DayRange } from "../metrics/metric-request.ts";
import type { TimeRange } from "../project-day.ts";
import type { FunnelDefinition } from "./definition.ts";

/** Whose value of the dimension an attempt has: of its entry, of the furthest step, of a step by index, or of all steps. */
export type Attribution = "first" | "last" | "all" | number;

/** A funnel over some days of the log. */
export interface FunnelRequest {
  readonly definition: FunnelDefinition;
  /** Days of the entries; later steps may lie after them. */
  readonly days: DayRange;
  /** Instant of the latest event that is looked at, in microseconds since 1970. */
  readonly endUs: number;
  /** Instants between which all events lie, where they are known: what they imply need not be looked at. */
  readonly range?: TimeRange | undefined;
  /** A condition on the events that can be steps; null for all. */
  readonly where: Sql | null;
  readonly dimension: string | null;
  readonly attribution: Attribution;
  readonly facts: FactContext;
  /** What the definition belongs to, for errors. */
  readonly path: string;
}

/** The same funnel of all values of the dimension together. */
export const undivided = (request: FunnelRequest): FunnelRequest => ({
  ...request,
  dimension: null,
  attribution: "first",
});

/** True where a user counts once for each value, so that values do not add up to the funnel of all. */
export const countsPerValue = ({ dimension, attribution }: FunnelRequest): boolean =>
  dimension !== null && attribution === "all";
