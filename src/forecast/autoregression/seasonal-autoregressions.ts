import { combination } from "../choice/combination.ts";
import type { Forecaster } from "../forecaster.ts";
import { autoregression } from "./autoregression.ts";

/**
 * The median of five autoregressions that differ in their scale, their lags and whether they predict values or changes
 * against a season before: where one of them is misled, most others are not. On the hourly series of the M4 competition,
 * with two seasons, it is ahead of every model here (`bench m4-hourly`).
 */
export function seasonalAutoregressions(): Forecaster {
  const members = [
    autoregression({ scale: "log" }),
    autoregression({ scale: "linear" }),
    autoregression({ scale: "log", lags: "all", ridge: 3 }),
    autoregression({ scale: "log", change: "longest", ridge: 1, halfLife: Number.POSITIVE_INFINITY }),
    autoregression({ scale: "log", change: "shortest", ridge: 10, halfLife: Number.POSITIVE_INFINITY }),
  ];
  return combination(members, { id: "autoregression", weights: "median" });
}
