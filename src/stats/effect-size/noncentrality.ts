import { requireBetween } from "../input.ts";
import { findRoot } from "../root.ts";

interface Tails {
  cdf(x: number): number;
  sf(x: number): number;
}

/**
 * The noncentrality parameters from 0 under which an observed statistic is not surprising: the interval that follows from a
 * noncentral chi-squared or F distribution (Steiger and Fouladi 1997). An end that would lie below 0 is 0.
 */
export function noncentralityInterval(
  distribution: (noncentrality: number) => Tails,
  statistic: number,
  level: number,
): { readonly low: number; readonly high: number } {
  requireBetween(level, [0, 1], "level");
  const tail = (1 - level) / 2;
  const above = (lambda: number): number => distribution(lambda).sf(statistic) - tail;
  const below = (lambda: number): number => tail - distribution(lambda).cdf(statistic);
  return { low: zeroFrom0(above, statistic), high: zeroFrom0(below, statistic) };
}

/**
 * The noncentrality parameters of either sign under which an observed t statistic is not surprising.
 */
export function signedNoncentralityInterval(
  distribution: (noncentrality: number) => Tails,
  statistic: number,
  level: number,
): { readonly low: number; readonly high: number } {
  requireBetween(level, [0, 1], "level");
  const tail = (1 - level) / 2;
  const above = (delta: number): number => distribution(delta).sf(statistic) - tail;
  const below = (delta: number): number => tail - distribution(delta).cdf(statistic);
  return { low: zeroAround(above, statistic), high: zeroAround(below, statistic) };
}

/** The zero of an increasing function of a parameter from 0; 0 where it starts above. */
function zeroFrom0(f: (x: number) => number, guess: number): number {
  if (f(0) >= 0) return 0;
  let high = Math.max(1, guess);
  while (f(high) < 0) high = 2 * high + 10;
  return findRoot(f, 0, high);
}

function zeroAround(f: (x: number) => number, guess: number): number {
  let width = 2 + Math.abs(guess) / 4;
  while (f(guess - width) > 0 || f(guess + width) < 0) width *= 2;
  return findRoot(f, guess - width, guess + width);
}
