import { centredMean, phaseMeans } from "./decomposition/classical.ts";
import type { Decomposition } from "./decomposition/decomposition.ts";

/**
 * One cycle of the season of a classical decomposition, centred at 0 (additive) or 1 (multiplicative). The first value belongs to
 * the first step of the series: R's `decompose(x)$figure`.
 * @param values complete, at least two periods
 */
export function seasonalFigure(values: Float64Array, period: number, kind: Decomposition["kind"]): Float64Array {
  const trend = centredMean(values, period);
  const times = kind === "multiplicative";
  const figure = phaseMeans(
    values.map((value, i) => (times ? value / (trend[i] as number) : value - (trend[i] as number))),
    period,
  );
  const mean = figure.reduce((sum, value) => sum + value, 0) / period;
  return figure.map((value) => (times ? value / mean : value - mean));
}
