import { normal } from "../distributions/normal.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { adjustedPValues, type Correction } from "../multiple-testing/adjusted-p.ts";
import { symmetricPValue } from "../two-sample/alternative.ts";
import { leftOut } from "./one-way-anova.ts";
import { pairsBelow } from "./pair-comparison.ts";
import { type RankSums, rankSumsOf } from "./rank-sums.ts";

/** A comparison of the mean ranks of two groups, by their positions in the input. */
export interface RankComparison {
  readonly first: number;
  readonly second: number;
  /** Mean rank of the first less that of the second, among the values of all groups. */
  readonly difference: number;
  /** Standard normal when the two do not differ. */
  readonly statistic: number;
  readonly unadjustedPValue: number;
  /** Corrected for all pairs. */
  readonly pValue: number;
}

interface DunnOptions {
  /** Default `holm`. */
  readonly correction?: Correction;
}

const METHOD = "Dunn test";

/** Dunn's test of the values of groups; see {@link dunnOfRanks}. */
export function dunn(
  groups: readonly ArrayLike<number>[],
  options: DunnOptions = {},
): Inferred<{ readonly pairs: readonly RankComparison[] }> {
  return dunnOfRanks(rankSumsOf(groups), options);
}

/**
 * Which groups differ after a Kruskal-Wallis test (Dunn 1964): two-sided z tests of mean ranks with the variance corrected
 * for ties. Empty groups are left out. Undetermined with fewer than two groups or when all values are equal.
 */
export function dunnOfRanks(
  { groups, ties }: RankSums,
  { correction = "holm" }: DunnOptions = {},
): Inferred<{ readonly pairs: readonly RankComparison[] }> {
  const used = groups.map((group, position) => ({ ...group, position })).filter(({ n }) => n > 0);
  const n = used.reduce((sum, group) => sum + group.n, 0);
  if (used.length < 2) return undetermined(METHOD, n, "fewer than two groups have values");
  const variance = (n * (n + 1)) / 12 - ties / (12 * (n - 1));
  if (!(variance > 0)) return undetermined(METHOD, n, "all values are equal");
  const raw = pairsBelow(used.length).map(([i, j]) => {
    const [a, b] = [used[i], used[j]] as [(typeof used)[number], (typeof used)[number]];
    const difference = a.rankSum / a.n - b.rankSum / b.n;
    const statistic = difference / Math.sqrt(variance * (1 / a.n + 1 / b.n));
    const unadjustedPValue = symmetricPValue(statistic, normal(), "two-sided");
    return { first: a.position, second: b.position, difference, statistic, unadjustedPValue };
  });
  const adjusted = adjustedPValues(
    raw.map(({ unadjustedPValue }) => unadjustedPValue),
    correction,
  );
  return {
    status: "ok",
    method: `${METHOD}, ${correction === "none" ? "not corrected" : `corrected by ${correction}`}`,
    n,
    assumptions: ["independent values", "groups differ in location only, if the answer is about medians"],
    warnings: leftOut(groups.length - used.length),
    pairs: raw.map((pair, i) => ({ ...pair, pValue: adjusted[i] as number })),
  };
}
