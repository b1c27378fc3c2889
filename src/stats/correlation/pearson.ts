import { type Inferred, undetermined } from "../inference.ts";
import { type CoMoments, coMomentsOf, correlationOf } from "./co-moments.ts";
import { type Correlation, type CorrelationOptions, fisherInterval, pValueOfLinear } from "./correlation.ts";

const METHOD = "Pearson correlation";

/** Pearson's correlation of pairs; see {@link pearsonOfMoments}. */
export function pearson(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationOptions = {},
): Inferred<Correlation> {
  return pearsonOfMoments(coMomentsOf(x, y), options);
}

/**
 * Linear correlation with its t test and Fisher's interval (standard error 1 / √(n − 3) of atanh r, none below
 * four pairs). Undetermined below three pairs or when either side does not vary.
 */
export function pearsonOfMoments(
  moments: CoMoments,
  { alternative = "two-sided", level = 0.95 }: CorrelationOptions = {},
): Inferred<Correlation> {
  const { n } = moments;
  const r = correlationOf(moments);
  if (n < 3) return undetermined(METHOD, n, "a correlation needs at least three pairs");
  if (r === null) return undetermined(METHOD, n, "one of the two does not vary");
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent pairs", "a linear relation", "normal values for the p-value and the interval"],
    warnings: [],
    coefficient: {
      value: r,
      se: Math.sqrt(((1 - r) * (1 + r)) / (n - 2)),
      interval: n > 3 ? fisherInterval({ value: r, se: 1 / Math.sqrt(n - 3) }, { alternative, level }) : null,
    },
    pValue: pValueOfLinear(r, n - 2, alternative),
  };
}
