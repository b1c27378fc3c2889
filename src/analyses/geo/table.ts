import type { ResultTable } from "../analysis.ts";
import type { GeoResult } from "./compute.ts";

/** One row per method and sum, exact values; `imputed` and `confidence` are of the real gaps, the rest of masked cells. */
export function geoTable({ level, lines, imputed, mismatches }: GeoResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      text("level"),
      text("method"),
      number("masked"),
      number("correct"),
      number("accuracy"),
      number("low"),
      number("high"),
      number("country_baseline"),
      number("other_baseline"),
      number("imputed"),
      number("confidence"),
      number("country_mismatches"),
    ],
    rows: lines.map((line) => {
      const own = imputed.find(({ method }) => method === line.method);
      return [
        level,
        line.method,
        line.cells,
        line.correct,
        line.accuracy,
        line.interval?.low ?? null,
        line.interval?.high ?? null,
        line.countryBaseline,
        line.otherBaseline,
        own?.cells ?? null,
        own?.confidence ?? null,
        line.method === "all" ? mismatches : null,
      ];
    }),
  };
}
