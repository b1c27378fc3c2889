import { type FourfoldTable, marginsOf } from "../contingency/table.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { normalQuantileFor } from "../proportions/proportion.ts";

const METHOD = "odds ratio, log interval";

/**
 * ad / bc of a 2x2 table with Woolf's interval (1955) on the log scale; `se` is that of the ratio by the delta method. With an
 * empty cell 0.5 is added to all four (Haldane 1956, Anscombe 1956), and a warning says so. For small counts Fisher's exact
 * test has a conditional estimate with an exact interval. Undetermined when a row or column is empty.
 */
export function oddsRatio(
  table: FourfoldTable,
  { level = 0.95 }: { readonly level?: number } = {},
): Inferred<{ readonly oddsRatio: Estimate }> {
  const { rows, columns, total } = marginsOf(table);
  if ([...rows, ...columns].some((count) => count === 0)) {
    return undetermined(METHOD, total, "a row or column of the table is empty");
  }
  const empty = table.flat().some((count) => count === 0);
  const [a, b, c, d] = table.flat().map((count) => count + (empty ? 0.5 : 0)) as [number, number, number, number];
  const value = (a / b) * (d / c);
  const logError = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const factor = Math.exp(normalQuantileFor(level) * logError);
  return {
    status: "ok",
    method: METHOD,
    n: total,
    assumptions: ["independent units"],
    warnings: empty ? ["a cell is empty: 0.5 is added to each"] : [],
    oddsRatio: { value, se: value * logError, interval: { low: value / factor, high: value * factor, level } },
  };
}
