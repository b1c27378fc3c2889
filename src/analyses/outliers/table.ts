import type { ResultTable } from "../analysis.ts";
import type { OutliersResult } from "./compute.ts";

/** One row per column and rule, exact values. */
export function outliersTable({ columns }: OutliersResult): ResultTable {
  const number = (name: string) => ({ name, type: "number" }) as const;
  return {
    columns: [
      { name: "column", type: "text" },
      { name: "rule", type: "text" },
      ...["n", "low", "high", "below", "above", "share"].map(number),
      { name: "note", type: "text" },
    ],
    rows: columns.flatMap(({ column, n, rules, suited }) =>
      rules.map(({ rule, low, high, below, above, share, reason }) => [
        ...[column, rule, n, low, high, below, above, share],
        reason ?? (rule === suited ? "suits the shape of the values" : null),
      ]),
    ),
  };
}
