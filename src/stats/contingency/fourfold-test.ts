import type { Inferred } from "../inference.ts";
import { FEWEST_EXPECTED } from "../proportions/proportion.ts";
import { twoProportionTest } from "../proportions/two-proportion-test.ts";
import { fisherExact } from "./fisher-exact.ts";
import type { FourfoldTable } from "./table.ts";

/** The smallest count that a cell of a 2x2 table is expected to hold if its rows and columns are independent. */
export function leastExpected([[a, b], [c, d]]: FourfoldTable): number {
  return (Math.min(a + b, c + d) * Math.min(a + c, b + d)) / (a + b + c + d);
}

/**
 * Whether rows and columns of a 2x2 table are independent: Fisher's exact test where a cell is expected to hold fewer than
 * five, else the pooled z test of the two rows' shares. Undetermined as these are.
 */
export function fourfoldTest(table: FourfoldTable): Inferred<{ readonly pValue: number }> {
  const [[a, b], [c, d]] = table;
  return leastExpected(table) < FEWEST_EXPECTED
    ? fisherExact(table)
    : twoProportionTest({ successes: c, trials: c + d }, { successes: a, trials: a + b });
}
