import type { ResultTable } from "../analysis.ts";
import type { BreakdownResult } from "./compute.ts";

/** One row per total, subtotal and combination; for each metric its value, and share and comparison where there are any. */
export function breakdownTable({ dimensions, metrics, rows, compare }: BreakdownResult): ResultTable {
  const compared = compare !== "none";
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      number("level"),
      ...dimensions.map(({ id }) => ({ name: id, type: "text" as const })),
      ...metrics.flatMap(({ id, adds }) => [
        number(id),
        ...(adds ? [number(`${id}_share`)] : []),
        ...(compared ? [number(`${id}_compared`), number(`${id}_change`)] : []),
      ]),
    ],
    rows: rows.map(({ keys, cells }) => [
      keys.length,
      ...dimensions.map((_, i) => keys[i] ?? null),
      ...cells.flatMap(({ value, share, compared: before, change }, i) => [
        value,
        ...(metrics[i]?.adds === true ? [share] : []),
        ...(compared ? [before, change] : []),
      ]),
    ]),
  };
}
