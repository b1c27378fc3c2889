import type { CoxData } from "./cox-data.ts";

/**
 * Harrell's C: of pairs of a stratum whose first event is known, the share in which the one with the higher risk had
 * it; equal risks count one half. Events at the same time do not order each other.
 */
export function concordance(data: CoxData, risk: Float64Array): number | null {
  const sorted = Float64Array.from(new Set(risk)).sort();
  const ranks = new Map(Array.from(sorted, (value, rank) => [value, rank]));
  let [pairs, right] = [0, 0];
  for (const { from, to } of data.strata) {
    const later = new RankCounts(sorted.length);
    for (let at = from; at < to; ) {
      const first = at;
      while (at < to && data.times[at] === data.times[first]) at++;
      const tied = Array.from({ length: at - first }, (_, i) => first + i);
      const rankOf = (subject: number): number => ranks.get(risk[subject] as number) as number;
      for (const subject of tied) if (data.happened[subject] === 0) later.add(rankOf(subject));
      const dead = tied.filter((subject) => data.happened[subject] === 1);
      for (const subject of dead) {
        const below = later.upTo(rankOf(subject) - 1);
        const equal = later.upTo(rankOf(subject)) - below;
        pairs += later.total;
        right += below + equal / 2;
      }
      for (const subject of dead) later.add(rankOf(subject));
    }
  }
  return pairs === 0 ? null : right / pairs;
}

/** Counts by rank with quick sums (a Fenwick tree). */
class RankCounts {
  total = 0;
  readonly #tree: Float64Array;

  constructor(size: number) {
    this.#tree = new Float64Array(size + 1);
  }

  add(rank: number): void {
    this.total++;
    for (let at = rank + 1; at < this.#tree.length; at += at & -at) this.#tree[at] = (this.#tree[at] as number) + 1;
  }

  upTo(rank: number): number {
    let sum = 0;
    for (let at = rank + 1; at > 0; at -= at & -at) sum += this.#tree[at] as number;
    return sum;
  }
}
