import type { Alternative, Inferred, Interval } from "../inference.ts";
import { undetermined } from "../inference.ts";
import { requireBetween } from "../input.ts";
import { ConditionalFourfold } from "./conditional-fourfold.ts";
import { type FourfoldTable, marginsOf } from "./table.ts";

export interface FisherExact {
  readonly pValue: number;
  /** Conditional maximum-likelihood estimate; 0 or Infinity when a diagonal holds a zero. */
  readonly oddsRatio: number;
  /** Exact conditional interval of the odds ratio; its upper end may be Infinity. */
  readonly interval: Interval;
  /** ad / bc, the odds ratio of the sample; 0 or Infinity as above. */
  readonly sampleOddsRatio: number;
}

const METHOD = "Fisher exact test";

/** Tables this much more probable than the one observed still count as no more probable (R's allowance). */
const ALLOWANCE = 1 + 1e-7;

/**
 * Fisher's exact test of a 2x2 table. The two-sided p-value sums the tables that are no more probable than the one observed
 * (as R and SciPy); the interval is Clopper-Pearson's for the conditional distribution, so it may disagree with the two-sided
 * p-value at the border. `less` and `greater` speak of the odds ratio against 1 and give one-sided intervals. Undetermined
 * when a row or column is empty.
 */
export function fisherExact(
  table: FourfoldTable,
  { alternative = "two-sided", level = 0.95 }: { readonly alternative?: Alternative; readonly level?: number } = {},
): Inferred<FisherExact> {
  requireBetween(level, [0, 1], "level");
  const { rows, columns, total } = marginsOf(table);
  if ([...rows, ...columns].some((count) => count === 0)) {
    return undetermined(METHOD, total, "a row or column of the table is empty");
  }
  const [[a, b], [c, d]] = table;
  const conditional = new ConditionalFourfold(table);
  return {
    status: "ok",
    method: METHOD,
    n: total,
    assumptions: ["independent units", "row and column totals taken as given"],
    warnings: [],
    pValue: pValueOf(conditional, alternative),
    oddsRatio: conditional.oddsRatio(),
    interval: { ...intervalOf(conditional, alternative, 1 - level), level },
    sampleOddsRatio: (a * d) / (b * c),
  };
}

function pValueOf(conditional: ConditionalFourfold, alternative: Alternative): number {
  if (alternative === "less") return conditional.tails(0).lower;
  if (alternative === "greater") return conditional.tails(0).upper;
  return conditional.noMoreProbable(ALLOWANCE);
}

function intervalOf(
  conditional: ConditionalFourfold,
  alternative: Alternative,
  alpha: number,
): { readonly low: number; readonly high: number } {
  const tail = alternative === "two-sided" ? alpha / 2 : alpha;
  return {
    low: alternative === "less" ? 0 : conditional.lowerBound(tail),
    high: alternative === "greater" ? Number.POSITIVE_INFINITY : conditional.upperBound(tail),
  };
}
