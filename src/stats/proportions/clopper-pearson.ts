import { beta } from "../distributions/beta.ts";
import type { Interval } from "../inference.ts";
import { requireBetween } from "../input.ts";

/** Exact interval of a share (Clopper and Pearson 1934): it covers at least `level` whatever the share; 0..1 for no trials. */
export function clopperPearsonInterval(successes: number, trials: number, level = 0.95): Interval {
  requireBetween(level, [0, 1], "level");
  const tail = (1 - level) / 2;
  const failures = trials - successes;
  return {
    low: successes === 0 ? 0 : beta(successes, failures + 1).quantile(tail),
    high: failures === 0 ? 1 : beta(successes + 1, failures).upperQuantile(tail),
    level,
  };
}
