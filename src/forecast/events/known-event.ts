import type { Series } from "../forecaster.ts";

/** One effect of a kind of event that is known beforehand, and the steps it is felt in, past and future. */
export interface KnownEvent {
  readonly name: string;
  /** Days after the last day of the event, before its first when negative; 0 on its own days. */
  readonly offset: number;
  /** Starts of its steps in milliseconds since 1970 UTC, as the series has them. */
  readonly times: readonly number[];
}

/** The effect's name among a model's parameters and components. */
export const eventTerm = ({ name, offset }: Pick<KnownEvent, "name" | "offset">): string =>
  `event ${name}${offset === 0 ? "" : ` ${offset > 0 ? "+" : "-"}${Math.abs(offset)} d`}`;

/** 1 in the steps of an event, else 0. */
export function eventColumn({ times }: KnownEvent, steps: Float64Array): Float64Array {
  const at = new Set(times);
  return steps.map((time) => (at.has(time) ? 1 : 0));
}

/** An event without the past steps that have no value: nothing can be learned from those. */
export function withValues(event: KnownEvent, { values, times = new Float64Array(0) }: Series): KnownEvent {
  const missing = new Set(times.filter((_, i) => !Number.isFinite(values[i])));
  return { ...event, times: event.times.filter((time) => !missing.has(time)) };
}

/** How often an event came: stretches of steps without a step between them. */
export function occurrences(column: Float64Array): number {
  return column.filter((on, i) => on === 1 && column[i - 1] !== 1).length;
}
