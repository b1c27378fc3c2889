import { logPoissonMass } from "./poisson.ts";

/**
 * A family of distributions j = 0, 1, ... whose lower tail at one x falls with j by known steps:
 * lower(j + 1) = lower(j) - step(j), all on the log scale.
 */
export interface MixedTail {
  logLower(j: number): number;
  logUpper(j: number): number;
  logStep(j: number): number;
  /** step(j) / step(j - 1). */
  stepRatio(j: number): number;
  /** About where the upper tail becomes 1. */
  readonly saturation: number;
}

/** log of what is left out at either end of a sum, relative to its largest term. */
const NEGLIGIBLE = -42;

/**
 * log of the lower tail at Poisson weights of the given mean. Every term is positive and the recurrence runs in its
 * stable direction, so the result keeps its relative accuracy however small it is.
 */
export function logMixedLower(mean: number, tail: MixedTail): number {
  const logTerm = (j: number): number => logPoissonMass(j, mean) + tail.logLower(j);
  const { first, last, peak } = termRange(logTerm, Math.ceil(mean));
  const unit = logTerm(peak);
  // a term, and the weight of its place times the step there: neither alone fits a number far out
  let term = Math.exp(logTerm(last) - unit);
  let step = Math.exp(logPoissonMass(last, mean) + tail.logStep(last) - unit);
  let sum = term;
  for (let j = last; j > first; j--) {
    step /= tail.stepRatio(j);
    term = ((term + step) * j) / mean;
    step *= j / mean;
    sum += term;
  }
  return Math.log(sum) + unit;
}

/** log of the upper tail at Poisson weights of the given mean. */
export function logMixedUpper(mean: number, tail: MixedTail): number {
  const logTerm = (j: number): number => logPoissonMass(j, mean) + tail.logUpper(j);
  const { first, last, peak } = termRange(logTerm, Math.ceil(Math.max(mean, tail.saturation)) + 1);
  const unit = logTerm(peak);
  let term = Math.exp(logTerm(first) - unit);
  let step = Math.exp(logPoissonMass(first, mean) + tail.logStep(first) - unit);
  let sum = term;
  for (let j = first + 1; j <= last; j++) {
    term = ((term + step) * mean) / j;
    step *= (tail.stepRatio(j) * mean) / j;
    sum += term;
  }
  return Math.log(sum) + unit;
}

/** log of a sum of log-concave terms at j = 0, 1, ... with Poisson weights of the given mean. */
export function logMixedSum(mean: number, logOf: (j: number) => number, highest: number): number {
  const logTerm = (j: number): number => logPoissonMass(j, mean) + logOf(j);
  const { first, last, peak } = termRange(logTerm, highest);
  const atPeak = logTerm(peak);
  let sum = 0;
  for (let j = first; j <= last; j++) sum += Math.exp(logTerm(j) - atPeak);
  return Math.log(sum) + atPeak;
}

/** The indices of the terms that matter, of log-concave terms whose largest is at `highest` or below. */
function termRange(
  logTerm: (j: number) => number,
  highest: number,
): { readonly first: number; readonly last: number; readonly peak: number } {
  let low = 0;
  let high = highest;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (logTerm(middle) < logTerm(middle + 1)) low = middle + 1;
    else high = middle;
  }
  const floor = logTerm(low) + NEGLIGIBLE;
  return { first: firstBelow(logTerm, low, floor), last: firstAbove(logTerm, low, floor), peak: low };
}

function firstBelow(logTerm: (j: number) => number, peak: number, floor: number): number {
  let j = peak;
  for (let step = 1; j > 0 && logTerm(j) > floor; step = Math.ceil(step * 1.5)) j = Math.max(0, j - step);
  return j;
}

function firstAbove(logTerm: (j: number) => number, peak: number, floor: number): number {
  let j = peak;
  for (let step = 1; logTerm(j) > floor; step = Math.ceil(step * 1.5)) j += step;
  return j;
}
