import type { PlainNumbers } from "../fitted-state.ts";
import type { Effects } from "./features.ts";
import type { DatedValues, Growth } from "./options.ts";

/** A fitted model as plain data. */
export interface ProphetState {
  readonly model: "prophet";
  readonly growth: Growth;
  /** The cap is null where growth has none. */
  readonly cap: number | DatedValues | null;
  readonly floor: number | DatedValues;
  readonly scale: Scale;
  readonly effects: Effects;
  /** Times of changes of rate, 0 to 1 over the history. */
  readonly changepoints: readonly number[];
  readonly rate: number;
  readonly offset: number;
  readonly changes: readonly number[];
  /** One per feature, in the order of `featuresAt`. */
  readonly coefficients: readonly number[];
  /** Standard deviation of the noise on the model's scale. */
  readonly sigma: number;
  readonly samples: number;
  /** Start of the last step of the series. */
  readonly lastMs: number;
  /** Step of the series in milliseconds; null where steps differ, as months do. */
  readonly stepMs: number | null;
  readonly fitted: PlainNumbers;
}

/** The model's units. */
export interface Scale {
  /** First observed step, and from there to the last, in milliseconds. */
  readonly startMs: number;
  readonly spanMs: number;
  /** Largest distance of a value from the floor. */
  readonly value: number;
}

export function scaledTimes(times: Float64Array, { startMs, spanMs }: Scale): Float64Array {
  return times.map((time) => (time - startMs) / spanMs);
}
