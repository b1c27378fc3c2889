import { requireBetween } from "../input.ts";
import { bracketedRoot } from "../special/bracketed-root.ts";

interface Tails {
  cdf(x: number): number;
  sf(x: number): number;
}

interface Observed {
  readonly statistic: number;
  /** About where the parameter must lie. */
  readonly guess: number;
  readonly level: number;
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

/**
 * The noncentrality parameters from 0 under which an observed statistic is not surprising: the interval that follows from a
 * noncentral chi-squared or F distribution (Steiger and Fouladi 1997). An end that would lie below 0 is 0.
 */
export function noncentralityInterval(distribution: (noncentrality: number) => Tails, observed: Observed): Ends {
  const { above, below, search } = conditions((lambda) => distribution(Math.max(0, lambda)), observed);
  return {
    low: above(0) >= 0 ? 0 : bracketedRoot(above, search),
    high: below(0) >= 0 ? 0 : bracketedRoot(below, search),
  };
}

/** The noncentrality parameters of either sign under which an observed t statistic is not surprising. */
export function signedNoncentralityInterval(distribution: (noncentrality: number) => Tails, observed: Observed): Ends {
  const { above, below, search } = conditions(distribution, observed);
  return { low: bracketedRoot(above, search), high: bracketedRoot(below, search) };
}

/** The functions of the parameter whose zeros are the lower and the upper end, both increasing. */
function conditions(distribution: (noncentrality: number) => Tails, { statistic, guess, level }: Observed) {
  requireBetween(level, [0, 1], "level");
  const tail = (1 - level) / 2;
  return {
    above: (value: number): number => distribution(value).sf(statistic) - tail,
    below: (value: number): number => tail - distribution(value).cdf(statistic),
    search: { start: guess, step: 1 + Math.sqrt(Math.abs(guess)) },
  };
}
