import { momentsOf, standardDeviation } from "../../stats/descriptive/moments.ts";
import type { DatedValues, Mode, Regressor, ResolvedOptions } from "./options.ts";

/** A regressor as it enters the model: (value - centre) / spread. */
export interface FixedRegressor {
  readonly name: string;
  readonly priorScale: number;
  readonly mode: Mode;
  readonly centre: number;
  readonly spread: number;
  /** What is known of it, past and future. */
  readonly known: DatedValues;
}

/** Decides the scale by the values of the observed steps. */
export function fixedRegressor(regressor: Regressor, history: Float64Array, options: ResolvedOptions): FixedRegressor {
  const { name, times, values, standardize = "auto" } = regressor;
  const { priorScale = options.holidaysPriorScale, mode = options.seasonalityMode } = regressor;
  const common = { name, priorScale, mode, known: { times, values } };
  const distinct = new Set(history);
  const isIndicator = distinct.size === 2 && distinct.has(0) && distinct.has(1);
  const scales = distinct.size > 1 && (standardize === true || (standardize === "auto" && !isIndicator));
  if (!scales) return { ...common, centre: 0, spread: 1 };
  const moments = momentsOf(history, name);
  return { ...common, centre: moments.mean, spread: standardDeviation(moments) ?? 1 };
}
