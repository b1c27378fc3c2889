import { type Estimate, type Inferred, type Interval, undetermined } from "../inference.ts";
import { normalQuantileFor, type Proportion, requireProportion, shareOf } from "./proportion.ts";
import { scoreInterval } from "./score-difference.ts";
import { wilsonInterval } from "./wilson.ts";

/**
 * Intervals for a difference of two shares: `newcombe` (1998, method 10: from two Wilson intervals), `agresti-caffo` (2000:
 * one success and one failure added to each), `score` (Miettinen and Nurminen 1985) and `wald`, which is too narrow for small
 * samples and shares near 0 or 1.
 */
export type DifferenceInterval = "newcombe" | "agresti-caffo" | "score" | "wald";

const NAMES: Readonly<Record<DifferenceInterval, string>> = {
  newcombe: "difference of proportions, Newcombe interval",
  "agresti-caffo": "difference of proportions, Agresti-Caffo interval",
  score: "difference of proportions, Miettinen-Nurminen score interval",
  wald: "difference of proportions, Wald interval",
};

/** The share of the second less that of the first, with an interval. Undetermined when either has no trials. */
export function proportionDifference(
  first: Proportion,
  second: Proportion,
  { interval = "newcombe", level = 0.95 }: { readonly interval?: DifferenceInterval; readonly level?: number } = {},
): Inferred<{ readonly difference: Estimate }> {
  requireProportion(first);
  requireProportion(second);
  const method = NAMES[interval];
  const n = first.trials + second.trials;
  if (first.trials === 0 || second.trials === 0) return undetermined(method, n, "one of the two has no trials");
  const value = differenceOf(first, second);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent units", "independent groups"],
    warnings: interval === "wald" ? smallCounts(first, second) : [],
    difference: { value, se: standardError(first, second), interval: INTERVALS[interval](first, second, level) },
  };
}

type IntervalOf = (first: Proportion, second: Proportion, level: number) => Interval;

const INTERVALS: Readonly<Record<DifferenceInterval, IntervalOf>> = {
  newcombe: newcombeInterval,
  "agresti-caffo": (first, second, level) => waldInterval(oneMoreOfEach(first), oneMoreOfEach(second), level),
  score: scoreInterval,
  wald: waldInterval,
};

/** Second share less the first, without cancellation when the two are almost equal. */
export function differenceOf(first: Proportion, second: Proportion): number {
  const cross = second.successes * first.trials - first.successes * second.trials;
  return Number.isSafeInteger(cross) ? cross / first.trials / second.trials : shareOf(second) - shareOf(first);
}

function variance(proportion: Proportion): number {
  const share = shareOf(proportion);
  return (share * ((proportion.trials - proportion.successes) / proportion.trials)) / proportion.trials;
}

/** Of the difference, each share with its own variance. */
export function standardError(first: Proportion, second: Proportion): number {
  return Math.sqrt(variance(first) + variance(second));
}

function waldInterval(first: Proportion, second: Proportion, level: number): Interval {
  const half = normalQuantileFor(level) * standardError(first, second);
  const value = differenceOf(first, second);
  return { low: Math.max(-1, value - half), high: Math.min(1, value + half), level };
}

function oneMoreOfEach({ successes, trials }: Proportion): Proportion {
  return { successes: successes + 1, trials: trials + 2 };
}

function newcombeInterval(first: Proportion, second: Proportion, level: number): Interval {
  const limited = ({ successes, trials }: Proportion): LimitedShare => ({
    value: successes / trials,
    ...(wilsonInterval(successes, trials, level) ?? { low: 0, high: 1 }),
  });
  return squareAndAdd(limited(first), limited(second), { value: differenceOf(first, second), level });
}

/** A share and the ends of its own interval. */
export interface LimitedShare {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Interval of a difference (second less first) from those of the two shares (Newcombe 1998, methods 10 and, for pairs, 8;
 * with a correlation of the two estimates: Zou and Donner 2008).
 */
export function squareAndAdd(
  first: LimitedShare,
  second: LimitedShare,
  { value, level, correlation = 0 }: { readonly value: number; readonly level: number; readonly correlation?: number },
): Interval {
  const distance = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b));
  return {
    low: value - distance(second.value - second.low, first.high - first.value),
    high: value + distance(second.high - second.value, first.value - first.low),
    level,
  };
}

/** The warning that a normal approximation is poor: fewer than five successes or failures somewhere. */
export function smallCounts(first: Proportion, second: Proportion): readonly string[] {
  const counts = [first, second].flatMap(({ successes, trials }) => [successes, trials - successes]);
  const smallest = Math.min(...counts);
  return smallest < 5 ? [`only ${smallest} successes or failures in a group: the normal approximation is poor`] : [];
}
