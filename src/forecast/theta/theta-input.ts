import { type Undetermined, undetermined } from "../../stats/inference.ts";
import { fillGaps } from "../calendar/fill-gaps.ts";
import type { Series } from "../forecaster.ts";
import { findSeason, type SeasonalAdjustment, withoutSeason } from "./seasonal-adjustment.ts";

const LEAST_VALUES = 4;

/** A series as Theta models want it. */
export interface ThetaInput {
  readonly status: "ok";
  /** Without gaps and without season. */
  readonly adjusted: Float64Array;
  readonly season: SeasonalAdjustment | null;
  /** Known values. */
  readonly n: number;
  readonly constant: boolean;
  readonly warnings: readonly string[];
}

/** @param period steps of the season; default the shortest period of the series */
export function thetaInput(
  method: string,
  { values, periods }: Series,
  period = periods[0] ?? 1,
): ThetaInput | Undetermined {
  const n = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  if (n < LEAST_VALUES) return undetermined(method, n, `${n} known values; ${LEAST_VALUES} are needed`);
  const filled = fillGaps(values, period).values;
  if (!filled.every(Number.isFinite)) return undetermined(method, n, "a value is not finite");
  const season = findSeason(filled, period);
  const constant = filled.every((value) => value === filled[0]);
  const warnings: string[] = [];
  if (n < values.length)
    warnings.push(`${values.length - n} missing values were filled from their neighbours in the season`);
  if (constant) warnings.push("the values are all the same: the intervals have no width");
  return { status: "ok", adjusted: withoutSeason(filled, season), season, n, constant, warnings };
}
