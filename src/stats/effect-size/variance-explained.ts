import { AppError } from "../../core/errors.ts";
import { noncentralF } from "../distributions/noncentral-f.ts";
import { type Inferred, type Interval, undetermined } from "../inference.ts";
import { noncentralityInterval } from "./noncentrality.ts";

export interface VarianceExplained {
  /** Share of the sample's variance between the groups; upwards biased. */
  readonly etaSquared: number;
  /** Nearly without that bias; may be slightly below 0. */
  readonly omegaSquared: number;
  /** For the share in the population, by inversion of the noncentral F distribution. */
  readonly interval: Interval;
}

const METHOD = "variance explained by groups";

/**
 * How much of the variance a one-way analysis explains, from its F statistic and degrees of freedom (Steiger 2004). The
 * interval of the noncentrality λ becomes one of the population's share λ / (λ + N). Undetermined when nothing is left
 * within the groups.
 */
export function varianceExplained(
  {
    statistic,
    dfBetween,
    dfWithin,
  }: { readonly statistic: number; readonly dfBetween: number; readonly dfWithin: number },
  { level = 0.95 }: { readonly level?: number } = {},
): Inferred<VarianceExplained> {
  if (!(statistic >= 0 && dfBetween > 0 && dfWithin > 0)) {
    throw new AppError("USAGE", `F is ${statistic} with ${dfBetween} and ${dfWithin} degrees of freedom`, {
      hint: "give the statistic and the degrees of freedom of an F test",
    });
  }
  const n = dfBetween + dfWithin + 1;
  if (!Number.isFinite(statistic)) return undetermined(METHOD, n, "there is no variance within the groups");
  const { low, high } = noncentralityInterval((lambda) => noncentralF(dfBetween, dfWithin, lambda), {
    statistic,
    guess: Math.max(0, dfBetween * (statistic - 1)),
    level,
  });
  const between = dfBetween * statistic;
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent values", "normal values within groups", "equal variances"],
    warnings: [],
    etaSquared: between / (between + dfWithin),
    omegaSquared: (dfBetween * (statistic - 1)) / (between + dfWithin + 1),
    interval: { low: low / (low + n), high: high / (high + n), level },
  };
}
