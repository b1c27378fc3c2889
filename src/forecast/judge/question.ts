import type { KnownEvent } from "../events/known-event.ts";
import type { Bounds } from "./bounds.ts";
import type { ModelName } from "./models.ts";

/** Everything that decides the forecast of one series: plain data, so that any thread can make it. */
export interface ForecastQuestion {
  /** One per step of a complete grid; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Starts of the steps and of the steps to forecast, in milliseconds since 1970 UTC. */
  readonly times: readonly number[];
  readonly futureTimes: readonly number[];
  /** Seasons in steps, shortest first; those of which there are not two are left out. */
  readonly periods: readonly number[];
  readonly model: ModelName | "auto";
  /** Most values fitted to, the newest. */
  readonly window: number | null;
  readonly levels: readonly number[];
  /** Where intervals come from: the model, or its errors in the back-test. */
  readonly intervals: "model" | "conformal";
  /** Seconds of one core for costly models as candidates of `auto`, by estimate; default 0. */
  readonly budget?: number | undefined;
  /** Origins of the back-test. */
  readonly folds: number;
  readonly events: readonly KnownEvent[];
  /** IANA zone whose calendar the steps follow; default UTC. */
  readonly zone?: string | undefined;
  /** Without a floor it is 0 where no value is below. */
  readonly bounds?: Bounds | undefined;
  readonly seed: number;
  /** What is asked about the future as a whole. */
  readonly ask: {
    /** Sum (or mean) of the steps and of `sofar`, to be at least so much. */
    readonly goal?:
      | { readonly atLeast: number; readonly sofar: readonly number[]; readonly of: "sum" | "mean" }
      | undefined;
    readonly limit?: { readonly at: number; readonly side: "above" | "below" } | undefined;
    /** Quietest windows of so many steps. */
    readonly quiet?: { readonly steps: number; readonly most: number } | undefined;
  };
}
