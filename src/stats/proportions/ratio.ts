import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { smallCounts } from "./difference.ts";
import { normalQuantileFor, type Proportion, requireProportion } from "./proportion.ts";

const METHOD = "ratio of proportions, log interval";

/**
 * The second share by the first (relative risk; 1.15 is a lift of 15 %), with the interval of Katz and others (1978) on the log
 * scale; `se` is that of the ratio by the delta method. Undetermined when either has no successes.
 */
export function proportionRatio(
  first: Proportion,
  second: Proportion,
  { level = 0.95 }: { readonly level?: number } = {},
): Inferred<{ readonly ratio: Estimate }> {
  requireProportion(first);
  requireProportion(second);
  const n = first.trials + second.trials;
  if (first.successes === 0 || second.successes === 0) {
    return undetermined(METHOD, n, "one of the two has no successes");
  }
  const value = (second.successes / second.trials) * (first.trials / first.successes);
  const logError = Math.sqrt(relativeVariance(first) + relativeVariance(second));
  const factor = Math.exp(normalQuantileFor(level) * logError);
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent units", "independent groups"],
    warnings: smallCounts(first, second),
    ratio: { value, se: value * logError, interval: { low: value / factor, high: value * factor, level } },
  };
}

function relativeVariance({ successes, trials }: Proportion): number {
  return (trials - successes) / trials / successes;
}
