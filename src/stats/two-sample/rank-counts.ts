/**
 * How many choices of `size` of the scores have each sum: entry s counts those with sum s. Scores are whole numbers
 * from 0. Counts are exact up to 2^53 and keep their relative precision beyond.
 */
export function choicesBySum(scores: ArrayLike<number>, size: number): Float64Array {
  const greatest = Float64Array.from(scores)
    .sort()
    .subarray(scores.length - size);
  const width = greatest.reduce((sum, score) => sum + score, 0) + 1;
  const counts = Array.from({ length: size + 1 }, () => new Float64Array(width));
  (counts[0] as Float64Array)[0] = 1;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    for (let chosen = Math.min(i + 1, size); chosen > 0; chosen--) {
      addShifted(counts[chosen] as Float64Array, counts[chosen - 1] as Float64Array, score);
    }
  }
  return counts[size] as Float64Array;
}

/** How many of the 2^n subsets of the scores have each sum. */
export function subsetsBySum(scores: ArrayLike<number>): Float64Array {
  let width = 1;
  for (let i = 0; i < scores.length; i++) width += scores[i] as number;
  let counts = new Float64Array(width);
  counts[0] = 1;
  for (let i = 0; i < scores.length; i++) {
    const next = counts.slice();
    addShifted(next, counts, scores[i] as number);
    counts = next;
  }
  return counts;
}

function addShifted(target: Float64Array, source: Float64Array, shift: number): void {
  for (let sum = target.length - 1; sum >= shift; sum--) {
    (target[sum] as number) += source[sum - shift] as number;
  }
}

export interface Tails {
  /** Share of the counts up to and including the observed sum. */
  readonly lower: number;
  /** Share from the observed sum on. */
  readonly upper: number;
}

export function tailsAt(counts: Float64Array, observed: number): Tails {
  const add = (part: Float64Array): number => part.reduce((sum, count) => sum + count, 0);
  const total = add(counts);
  return { lower: add(counts.subarray(0, observed + 1)) / total, upper: add(counts.subarray(observed)) / total };
}

/** Largest k such that sums below k have at most the share `tail`: 0 when even the least sum is likelier. */
export function criticalRank(counts: Float64Array, tail: number): number {
  const limit = tail * counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let rank = 0;
  for (const count of counts) {
    below += count;
    if (below > limit * (1 + 1e-12)) return rank;
    rank++;
  }
  return rank;
}
