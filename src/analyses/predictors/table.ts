import type { ResultTable } from "../analysis.ts";
import type { PredictorsResult } from "./compute.ts";

/** One row per event, exact values. */
export function predictorsTable({ lines }: PredictorsResult): ResultTable {
  const numbers = [
    ...["users", "converted", "share", "share_low", "share_high", "without_users", "without_converted", "lift"],
    ...["odds_ratio", "odds_low", "odds_high", "phi", "adjusted_p"],
  ];
  return {
    columns: [{ name: "event", type: "text" }, ...numbers.map((name) => ({ name, type: "number" as const }))],
    rows: lines.map(({ event, conversion, without, lift, oddsRatio, phi, adjusted }) => [
      event,
      conversion.of,
      conversion.count,
      conversion.value,
      conversion.interval?.low ?? null,
      conversion.interval?.high ?? null,
      without.of,
      without.count,
      lift,
      oddsRatio?.value ?? null,
      oddsRatio?.interval?.low ?? null,
      oddsRatio?.interval?.high ?? null,
      phi?.value ?? null,
      adjusted,
    ]),
  };
}
