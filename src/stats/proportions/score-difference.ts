import type { Interval } from "../inference.ts";
import { bracketedRoot } from "../special/bracketed-root.ts";
import { normalQuantileFor, type Proportion } from "./proportion.ts";

/**
 * Interval of all differences (second less first) that the score test does not reject, with Miettinen and Nurminen's factor
 * N / (N − 1) on the variance.
 */
export function scoreInterval(first: Proportion, second: Proportion, level: number): Interval {
  const z = normalQuantileFor(level);
  const observed = second.successes / second.trials - first.successes / first.trials;
  const below = (difference: number): number => z - scoreStatistic(first, second, clamped(difference, -1, 1));
  const above = (difference: number): number => -z - scoreStatistic(first, second, clamped(difference, -1, 1));
  return {
    low: below(-1) >= 0 ? -1 : bracketedRoot(below, { start: observed, step: 0.1 }),
    high: above(1) <= 0 ? 1 : bracketedRoot(above, { start: observed, step: 0.1 }),
    level,
  };
}

/** The observed difference less the supposed one, by its standard error under the latter; negative when below. */
export function scoreStatistic(first: Proportion, second: Proportion, difference: number): number {
  const total = first.trials + second.trials;
  const distance = second.successes / second.trials - first.successes / first.trials - difference;
  if (distance === 0) return 0;
  const p1 = restrictedShare(first, second, difference);
  const p2 = clamped(p1 + difference, 0, 1);
  const variance = ((p1 * (1 - p1)) / first.trials + (p2 * (1 - p2)) / second.trials) * (total / (total - 1));
  return variance > 0 ? distance / Math.sqrt(variance) : Math.sign(distance) * Number.POSITIVE_INFINITY;
}

/** The first share of greatest likelihood when the second is larger by `difference`: the likelihood is concave in it. */
function restrictedShare(first: Proportion, second: Proportion, difference: number): number {
  const slope = (share: number): number =>
    ratio(first.successes, share) -
    ratio(first.trials - first.successes, 1 - share) +
    ratio(second.successes, share + difference) -
    ratio(second.trials - second.successes, 1 - difference - share);
  const [low, high] = [Math.max(0, -difference), Math.min(1, 1 - difference)];
  if (low >= high || slope(low) <= 0) return low;
  if (slope(high) >= 0) return high;
  const fall = (share: number): number => -slope(clamped(share, low, high));
  return clamped(bracketedRoot(fall, { start: (low + high) / 2, step: (high - low) / 2 }), low, high);
}

function ratio(count: number, share: number): number {
  return count === 0 ? 0 : count / Math.max(0, share);
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
