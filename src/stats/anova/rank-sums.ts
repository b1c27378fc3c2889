import { requireFinite } from "../input.ts";
import { midRanks } from "../ranks.ts";

/** What rank tests of several groups need: counts and rank sums of the groups, and the ties among all values. */
export interface RankSums {
  readonly groups: readonly { readonly n: number; readonly rankSum: number }[];
  /** Sum of t³ − t over runs of t equal values. */
  readonly ties: number;
}

export function rankSumsOf(groups: readonly ArrayLike<number>[]): RankSums {
  groups.forEach((values, i) => {
    requireFinite(values, `group ${i}`);
  });
  const { ranks, ties } = midRanks(groups.flatMap((values) => Array.from(values)));
  let start = 0;
  return {
    ties,
    groups: groups.map(({ length: n }) => {
      const rankSum = ranks.subarray(start, start + n).reduce((sum, rank) => sum + rank, 0);
      start += n;
      return { n, rankSum };
    }),
  };
}
