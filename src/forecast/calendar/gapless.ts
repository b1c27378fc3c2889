import type { Forecaster } from "../forecaster.ts";
import { fillGaps } from "./fill-gaps.ts";

/**
 * Any model, of a series with gaps: they are filled from the values it is fitted to, so that in a back-test nothing after
 * an origin is in them.
 */
export function gapless(inner: Forecaster): Forecaster {
  return {
    id: inner.id,
    fit: (series) => {
      const { values, filled } = fillGaps(series.values, series.periods[0] ?? 1);
      return inner.fit(filled.length === 0 ? series : { ...series, values });
    },
  };
}
