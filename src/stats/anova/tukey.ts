import { studentizedRange } from "../distributions/studentized-range.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireBetween } from "../input.ts";
import { type GroupMoments, partition, requireMoments, varianceOf } from "./group-moments.ts";
import { leftOut } from "./one-way-anova.ts";
import { type PairComparison, pairsBelow } from "./pair-comparison.ts";

export interface PairComparisons {
  readonly pairs: readonly PairComparison[];
}

interface PairOptions {
  /** Chance that all intervals hold at once; default 0.95. */
  readonly level?: number;
}

interface NumberedGroup extends GroupMoments {
  readonly position: number;
}

/**
 * All pairwise differences of means with simultaneous intervals: Tukey's HSD for groups of one size, Tukey-Kramer (Kramer
 * 1956) otherwise. Empty groups are left out. Undetermined as the one-way ANOVA is.
 */
export function tukeyHsd(
  groups: readonly GroupMoments[],
  { level = 0.95 }: PairOptions = {},
): Inferred<PairComparisons> {
  const used = numbered(groups, level).filter(({ n }) => n > 0);
  const { n, within } = partition(used);
  const method = new Set(used.map((group) => group.n)).size === 1 ? "Tukey HSD" : "Tukey-Kramer";
  const df = n - used.length;
  if (used.length < 2) return undetermined(method, n, "fewer than two groups have values");
  if (df < 1) return undetermined(method, n, "no group has more than one value");
  if (within === 0) return undetermined(method, n, "the values do not differ within any group");
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent values", "normal values within groups", "equal variances"],
    warnings: leftOut(groups.length - used.length),
    pairs: compare(used, level, (a, b) => ({ variance: (within / df) * (1 / a.n + 1 / b.n), df })),
  };
}

/**
 * All pairwise differences of means without equal variances (Games and Howell 1976): Welch's standard errors and degrees of
 * freedom with the studentised range. Groups of fewer than two values are left out. Undetermined with fewer than two
 * groups or when two groups have no variance.
 */
export function gamesHowell(
  groups: readonly GroupMoments[],
  { level = 0.95 }: PairOptions = {},
): Inferred<PairComparisons> {
  const method = "Games-Howell";
  const used = numbered(groups, level).filter(({ n }) => n > 1);
  const n = used.reduce((sum, group) => sum + group.n, 0);
  if (used.length < 2) return undetermined(method, n, "fewer than two groups have two values");
  if (used.filter(({ m2 }) => m2 === 0).length > 1) {
    return undetermined(method, n, "the values of two groups do not differ");
  }
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent values", "normal values within groups, or large groups"],
    warnings: leftOut(groups.length - used.length, "of fewer than two values"),
    pairs: compare(used, level, (a, b) => {
      const [va, vb] = [varianceOf(a) / a.n, varianceOf(b) / b.n];
      return { variance: va + vb, df: (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1)) };
    }),
  };
}

function numbered(groups: readonly GroupMoments[], level: number): readonly NumberedGroup[] {
  requireBetween(level, [0, 1], "level");
  requireMoments(groups);
  return groups.map((group, position) => ({ ...group, position }));
}

function compare(
  groups: readonly NumberedGroup[],
  level: number,
  spread: (a: GroupMoments, b: GroupMoments) => { readonly variance: number; readonly df: number },
): readonly PairComparison[] {
  const criticalValues = new Map<number, number>();
  const criticalValue = (df: number): number => {
    const known = criticalValues.get(df);
    if (known !== undefined) return known;
    const value = studentizedRange(groups.length, df).upperQuantile(1 - level);
    criticalValues.set(df, value);
    return value;
  };
  return pairsBelow(groups.length).map(([i, j]) => {
    const [a, b] = [groups[i], groups[j]] as [NumberedGroup, NumberedGroup];
    const { variance, df } = spread(a, b);
    const value = a.mean - b.mean;
    const se = Math.sqrt(variance);
    const statistic = (Math.abs(value) / se) * Math.SQRT2;
    const half = (criticalValue(df) * se) / Math.SQRT2;
    return {
      first: a.position,
      second: b.position,
      difference: { value, se, interval: { low: value - half, high: value + half, level } },
      statistic,
      df,
      pValue: studentizedRange(groups.length, df).sf(statistic),
    };
  });
}
