import type { ResultTable } from "../analysis.ts";
import type { PcaResult } from "./components.ts";

/** One row per component, exact values; weights and loadings in columns named after the columns. */
export function pcaTable({ lines, columns }: PcaResult): ResultTable {
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      ...["component", "variance", "share", "cumulative", "reconstruction_error"].map(number),
      ...columns.map((name) => number(`weight_${name}`)),
      ...columns.map((name) => number(`loading_${name}`)),
    ],
    rows: lines.map((line) => [
      ...[line.component, line.variance, line.share, line.cumulative, line.reconstructionError],
      ...line.weights,
      ...line.loadings,
    ]),
  };
}
