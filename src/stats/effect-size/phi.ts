import { type FourfoldTable, marginsOf } from "../contingency/table.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { normalQuantileFor } from "../proportions/proportion.ts";

const METHOD = "phi coefficient";

/**
 * Pearson's correlation of two yes-or-no variables. The standard error is the delta method's for multinomial counts (Bishop,
 * Fienberg, Holland 1975, section 11.2); the interval is symmetric on the scale of atanh φ, and none is given for ±1.
 * Undetermined when a row or column is empty.
 */
export function phi(
  table: FourfoldTable,
  { level = 0.95 }: { readonly level?: number } = {},
): Inferred<{ readonly phi: Estimate }> {
  const { rows, columns, total } = marginsOf(table);
  if ([...rows, ...columns].some((count) => count === 0)) {
    return undetermined(METHOD, total, "a row or column of the table is empty");
  }
  const [[a, b], [c, d]] = table;
  const [r1, r2] = rows as [number, number];
  const [c1, c2] = columns as [number, number];
  const value = (a * d - b * c) / Math.sqrt(r1 * r2) / Math.sqrt(c1 * c2);
  const rowSkew = (r1 - r2) / Math.sqrt(r1 * r2);
  const columnSkew = (c1 - c2) / Math.sqrt(c1 * c2);
  const square = value * value;
  const variance =
    1 - square + value * (1 + square / 2) * rowSkew * columnSkew - 0.75 * square * (rowSkew ** 2 + columnSkew ** 2);
  const se = Math.sqrt(Math.max(0, variance) / total);
  const half = (normalQuantileFor(level) * se) / ((1 - value) * (1 + value));
  const middle = Math.atanh(value);
  return {
    status: "ok",
    method: METHOD,
    n: total,
    assumptions: ["independent units"],
    warnings: [],
    phi: {
      value,
      se,
      interval: Math.abs(value) < 1 ? { low: Math.tanh(middle - half), high: Math.tanh(middle + half), level } : null,
    },
  };
}
