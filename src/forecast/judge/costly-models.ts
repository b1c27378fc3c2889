import { remembered } from "../choice/remembered.ts";
import type { Forecaster, Series } from "../forecaster.ts";
import { type ModelName, type ModelSetting, modelNamed } from "./models.ts";

/** A model that was not compared because that would have taken too long. */
export interface SparedModel {
  readonly name: ModelName;
  /** Seconds of one core that it would have taken, estimated. */
  readonly seconds: number;
}

/** Milliseconds of one core for a fit to so many values with a season of so many steps: about what most series take. */
const FIT_MS: readonly (readonly [ModelName, (values: number, period: number) => number])[] = [
  ["prophet", (values) => 5 + values / 16],
  ["arima", (values, period) => 100 + values * (1 + period / 4)],
];

interface Means {
  /** Fits to parts of the series: one for each origin and the last one. */
  readonly fits: number;
  /** Seconds of one core that there are for all models together. */
  readonly budget: number;
}

/**
 * ARIMA and Prophet as candidates of the automatic choice, as far as there is time for them. The time is estimated from
 * the size of the series, never measured, so that the same question has the same answer. They know one season, so of
 * series with several they are not asked.
 */
export function costlyCandidates(
  { values, periods }: Pick<Series, "values" | "periods">,
  setting: ModelSetting,
  { fits, budget }: Means,
): { readonly candidates: readonly Forecaster[]; readonly spared: readonly SparedModel[] } {
  const candidates: Forecaster[] = [];
  const spared: SparedModel[] = [];
  let left = periods.length > 1 ? 0 : budget;
  for (const [name, fitMs] of FIT_MS) {
    const seconds = (fits * fitMs(values.length, periods[0] ?? 1)) / 1000;
    if (seconds > left) spared.push({ name, seconds });
    else {
      left -= seconds;
      candidates.push(remembered(modelNamed(name, setting)));
    }
  }
  return { candidates, spared: periods.length > 1 ? [] : spared };
}
