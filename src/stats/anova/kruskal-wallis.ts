import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { leftOut } from "./one-way-anova.ts";
import { type RankSums, rankSumsOf } from "./rank-sums.ts";

export interface KruskalWallis {
  /** H, corrected for ties. */
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
  /** (H − k + 1) / (n − k): eta squared of the ranks (Tomczak and Tomczak 2014); may be slightly below 0. */
  readonly etaSquared: number;
}

const METHOD = "Kruskal-Wallis test";

/** Groups below this size make the chi-squared approximation coarse. */
const SMALL_GROUP = 5;

/** Kruskal-Wallis test of the values of groups; see {@link kruskalWallisOfRanks}. */
export function kruskalWallis(groups: readonly ArrayLike<number>[]): Inferred<KruskalWallis> {
  return kruskalWallisOfRanks(rankSumsOf(groups));
}

/**
 * Whether one of several groups tends to larger values (Kruskal and Wallis 1952), with the correction for ties and the
 * chi-squared approximation. Empty groups are left out. Undetermined with fewer than two groups or when all values are equal.
 */
export function kruskalWallisOfRanks({ groups, ties }: RankSums): Inferred<KruskalWallis> {
  const used = groups.filter(({ n }) => n > 0);
  const n = used.reduce((sum, group) => sum + group.n, 0);
  if (used.length < 2) return undetermined(METHOD, n, "fewer than two groups have values");
  const correction = 1 - ties / (n * n * n - n);
  if (correction <= 0) return undetermined(METHOD, n, "all values are equal");
  const expected = (n + 1) / 2;
  const between = used.reduce((sum, group) => sum + (group.rankSum - group.n * expected) ** 2 / group.n, 0);
  const statistic = (12 * between) / (n * (n + 1)) / correction;
  const df = used.length - 1;
  const small = used.some((group) => group.n < SMALL_GROUP);
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent values", "groups differ in location only, if the answer is about medians"],
    warnings: [
      ...leftOut(groups.length - used.length),
      ...(small ? [`a group has fewer than ${SMALL_GROUP} values: the p-value is approximate`] : []),
    ],
    statistic,
    df,
    pValue: chiSquared(df).sf(statistic),
    etaSquared: n > used.length ? (statistic - df) / (n - used.length) : 0,
  };
}
