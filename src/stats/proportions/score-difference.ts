import type { Interval } from "../inference.ts";
import { findRoot } from "../root.ts";
import { normalQuantileFor, type Proportion } from "./proportion.ts";

/**
 * Interval of all differences (second less first) that the score test does not reject, with Miettinen and Nurminen's factor
 * N / (N − 1) on the variance.
 */
export function scoreInterval(first: Proportion, second: Proportion, level: number): Interval {
  const z = normalQuantileFor(level);
  const observed = second.successes / second.trials - first.successes / first.trials;
  const excess = (difference: number): number => Math.abs(scoreStatistic(first, second, difference)) - z;
  return {
    low: excess(-1) <= 0 || observed <= -1 ? -1 : findRoot(excess, -1, observed),
    high: excess(1) <= 0 || observed >= 1 ? 1 : findRoot(excess, observed, 1),
    level,
  };
}

/** The observed difference less the supposed one, by its standard error under the latter; negative when below. */
export function scoreStatistic(first: Proportion, second: Proportion, difference: number): number {
  const total = first.trials + second.trials;
  const distance = second.successes / second.trials - first.successes / first.trials - difference;
  if (distance === 0) return 0;
  const p1 = restrictedShare(first, second, difference);
  const p2 = Math.min(1, Math.max(0, p1 + difference));
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
  return slope(high) >= 0 ? high : findRoot(slope, low, high);
}

function ratio(count: number, share: number): number {
  return count === 0 ? 0 : count / Math.max(0, share);
}
