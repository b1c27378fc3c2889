import { coverage, meanAbsoluteError, symmetricMape } from "../../forecast/backtest/accuracy.ts";
import type { ForecastResult } from "./compute.ts";

/** How good a forecast has been so far. */
export interface LiveAccuracy {
  /** Steps forecast that are over and have a value. */
  readonly came: number;
  readonly mae: number | null;
  /** In percent. */
  readonly smape: number | null;
  /** Share of values inside the first interval, and what it promised. */
  readonly inside: number | null;
  readonly level: number | null;
  /** Mean absolute error that the back-test promised. */
  readonly promised: number | null;
}

/** A forecast beside what came. @param actual values of complete steps by period */
export function liveAccuracy(
  { future, total }: Pick<ForecastResult, "future" | "total">,
  actual: ReadonlyMap<string, number | null>,
): LiveAccuracy {
  const numbers = (values: readonly (number | null | undefined)[]): Float64Array =>
    Float64Array.from(values, (value) => value ?? Number.NaN);
  const came = numbers(future.map((period) => actual.get(period)));
  const mean = numbers(total.mean);
  const [band] = total.bands;
  return {
    came: came.filter((value) => !Number.isNaN(value)).length,
    mae: meanAbsoluteError(came, mean),
    smape: symmetricMape(came, mean),
    inside: band === undefined ? null : coverage(came, { low: numbers(band.low), high: numbers(band.high) }),
    level: band?.level ?? null,
    promised: total.scores[0]?.mae ?? null,
  };
}
