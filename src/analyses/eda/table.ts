import type { ResultTable } from "../analysis.ts";
import type { EdaResult } from "./compute.ts";

/** One row per column: what is missing, and for numbers their shape. */
export function edaTable({ columns, numbers }: EdaResult): ResultTable {
  const number = (name: string) => ({ name, type: "number" }) as const;
  return {
    columns: [
      { name: "column", type: "text" },
      { name: "type", type: "text" },
      ...["missing", "missing_share", "distinct", "n", "mean", "sd", "min", "q1", "median", "q3", "max"].map(number),
      ...["skewness", "kurtosis"].map(number),
    ],
    rows: columns.map(({ column, type, missing, missingShare, distinct }) => {
      const shape = numbers.find((own) => own.column === column);
      const { n, mean, sd, min, q1, median, q3, max, skewness, kurtosis } = shape ?? NONE;
      return [
        ...[column, type, missing, missingShare, distinct],
        ...[n, mean, sd, min, q1, median, q3, max, skewness, kurtosis],
      ];
    }),
  };
}

const NONE = {
  ...{ n: null, mean: null, sd: null, min: null, q1: null, median: null, q3: null, max: null },
  ...{ skewness: null, kurtosis: null },
};
