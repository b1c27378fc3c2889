import { type BenchRow, benchRow } from "../result.ts";
import { ceilingEvents, growthExponent, type SizePoint } from "./growth.ts";

/** What one size took. */
export interface SizeTotals {
  readonly events: number;
  readonly ingestS: number;
  readonly buildS: number;
  readonly peakRssBytes: number;
}

const HOUR_S = 3600;
const CASE = "growth";

/** How time and memory grow with the events, and where they would end; nothing for a single size. */
export function growthRows(totals: readonly SizeTotals[], memoryBytes: number): readonly BenchRow[] {
  const points = (value: (one: SizeTotals) => number): readonly SizePoint[] =>
    totals.map((one) => ({ events: one.events, value: value(one) }));
  const exponent = (metric: string, values: readonly SizePoint[]): readonly BenchRow[] => {
    const b = growthExponent(values);
    return b === null
      ? []
      : [benchRow({ case: CASE, metric: `${metric} ~ events to the power of`, value: b, unit: "power" })];
  };
  const ceiling = (metric: string, values: readonly SizePoint[], limit: number): readonly BenchRow[] => {
    const events = ceilingEvents(values, limit);
    return events === null ? [] : [benchRow({ case: CASE, metric, value: events, unit: "rows" })];
  };
  const seconds = points(({ ingestS, buildS }) => ingestS + buildS);
  const memory = points(({ peakRssBytes }) => peakRssBytes);
  return [
    ...exponent(
      "ingest time",
      points(({ ingestS }) => ingestS),
    ),
    ...exponent(
      "build time",
      points(({ buildS }) => buildS),
    ),
    ...exponent("peak RSS", memory),
    ...ceiling("extrapolated: events in an hour", seconds, HOUR_S),
    ...ceiling("extrapolated: events at which memory ends", memory, memoryBytes),
  ];
}
