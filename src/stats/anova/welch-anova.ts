import { fisherF } from "../distributions/fisher-f.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { type GroupMoments, requireMoments, varianceOf } from "./group-moments.ts";
import { type FTest, leftOut } from "./one-way-anova.ts";

const METHOD = "Welch ANOVA";

/**
 * One-way analysis of variance without equal variances, from the moments of each group (Welch 1951). Groups of fewer than
 * two values are left out. Undetermined with fewer than two groups, or when the values of a group do not differ.
 */
export function welchAnova(groups: readonly GroupMoments[]): Inferred<FTest> {
  requireMoments(groups);
  const used = groups.filter(({ n }) => n > 1);
  const n = used.reduce((sum, group) => sum + group.n, 0);
  if (used.length < 2) return undetermined(METHOD, n, "fewer than two groups have two values");
  if (used.some(({ m2 }) => m2 === 0)) return undetermined(METHOD, n, "the values of a group do not differ");
  const k = used.length;
  const weights = used.map((group) => group.n / varianceOf(group));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const weighted = (value: (group: GroupMoments, weight: number) => number): number =>
    used.reduce((sum, group, i) => sum + value(group, weights[i] as number), 0);
  const origin = used[0]?.mean ?? 0;
  const shift = weighted((group, weight) => weight * (group.mean - origin)) / total;
  const between = weighted((group, weight) => weight * (group.mean - origin - shift) ** 2) / (k - 1);
  const spread = weighted((group, weight) => (1 - weight / total) ** 2 / (group.n - 1)) / (k * k - 1);
  const statistic = between / (1 + 2 * (k - 2) * spread);
  const [dfBetween, dfWithin] = [k - 1, 1 / (3 * spread)];
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent values", "normal values within groups, or large groups"],
    warnings: leftOut(groups.length - k, "of fewer than two values"),
    statistic,
    dfBetween,
    dfWithin,
    pValue: fisherF(dfBetween, dfWithin).sf(statistic),
  };
}
