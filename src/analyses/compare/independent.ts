import { dunnOfRanks, type RankComparison } from "../../stats/anova/dunn.ts";
import { kruskalWallisOfRanks } from "../../stats/anova/kruskal-wallis.ts";
import { oneWayAnova } from "../../stats/anova/one-way-anova.ts";
import type { PairComparison } from "../../stats/anova/pair-comparison.ts";
import type { RankSums } from "../../stats/anova/rank-sums.ts";
import { gamesHowell } from "../../stats/anova/tukey.ts";
import { welchAnova } from "../../stats/anova/welch-anova.ts";
import { type Moments, skewness, standardDeviation } from "../../stats/descriptive/moments.ts";
import { standardizedDifference } from "../../stats/effect-size/standardized-difference.ts";
import { varianceExplained } from "../../stats/effect-size/variance-explained.ts";
import type { Inferred } from "../../stats/inference.ts";
import type { Correction } from "../../stats/multiple-testing/adjusted-p.ts";
import { anovaDesign } from "../../stats/power/anova.ts";
import { minimumDetectableEffect } from "../../stats/power/plan.ts";
import { welchTDesign } from "../../stats/power/t-test.ts";
import { mannWhitneyOfRanks } from "../../stats/two-sample/mann-whitney-ranks.ts";
import { oneSampleTTest, welchTTest } from "../../stats/two-sample/t-test.ts";
import type { CompareResult, Detectable, GroupLine, Measured, PairLine, TestLine } from "./compared.ts";

/** What an engine counts of a group. */
export interface GroupSums {
  readonly group: string;
  readonly moments: Moments;
  readonly rankSum: number;
}

export interface ComparisonOptions {
  readonly level: number;
  readonly power: number;
  readonly correction: Correction;
}

type Comparison = Pick<
  CompareResult,
  "groups" | "test" | "robust" | "difference" | "effect" | "robustEffect" | "pairs" | "detectable"
>;

/** The method's answer, or nothing. */
const known = <T>(answer: Inferred<T>): Extract<Inferred<T>, { status: "ok" }> | null =>
  answer.status === "ok" ? (answer as Extract<Inferred<T>, { status: "ok" }>) : null;

/** Means, tests and effects of groups whose rows stand for themselves; the first group less the second. */
export function compareIndependent(groups: readonly GroupSums[], ties: number, options: ComparisonOptions): Comparison {
  const lines = groups.map((group) => groupLine(group, options.level));
  const ranks: RankSums = { groups: groups.map(({ moments, rankSum }) => ({ n: moments.n, rankSum })), ties };
  const [first, second] = groups;
  const parts =
    groups.length === 2 && first !== undefined && second !== undefined
      ? twoGroups(first, second, { ranks, options })
      : manyGroups(groups, ranks, options);
  return { groups: lines, ...parts };
}

function groupLine({ group, moments, rankSum }: GroupSums, level: number): GroupLine {
  const mean = known(oneSampleTTest(moments, { level }));
  return {
    group,
    n: moments.n,
    mean: moments.mean,
    sd: standardDeviation(moments),
    skewness: skewness(moments),
    interval: mean?.estimate.interval ?? null,
    meanRank: moments.n === 0 ? null : rankSum / moments.n,
  };
}

interface RankedOptions {
  readonly ranks: RankSums;
  readonly options: ComparisonOptions;
}

function twoGroups(a: GroupSums, b: GroupSums, { ranks, options }: RankedOptions): Omit<Comparison, "groups"> {
  const { level } = options;
  const welch = known(welchTTest(a.moments, b.moments, { level }));
  const whitney = known(mannWhitneyOfRanks(ranks));
  const size = known(standardizedDifference(a.moments, b.moments, { level }));
  return {
    test:
      welch === null
        ? null
        : { method: welch.method, symbol: "t", statistic: welch.statistic, df: [welch.df], pValue: welch.pValue },
    robust:
      whitney === null
        ? null
        : { method: "Mann-Whitney U test", symbol: "U", statistic: whitney.statistic, df: [], pValue: whitney.pValue },
    difference: welch === null ? null : measured("difference of the means", welch.estimate),
    effect: size === null ? null : measured("Hedges' g", size.hedgesG),
    robustEffect:
      whitney === null ? null : { name: "Cliff's delta", value: 2 * whitney.superiority - 1, interval: null },
    pairs: [],
    detectable: detectableDifference(a.moments, b.moments, options),
  };
}

export const measured = (name: string, { value, interval }: Omit<Measured, "name">): Measured => ({
  name,
  value,
  interval,
});

function detectableDifference(a: Moments, b: Moments, { power, level }: ComparisonOptions): Detectable | null {
  const [sdA, sdB] = [standardDeviation(a), standardDeviation(b)];
  if (sdA === null || sdB === null || !(sdA > 0 && sdB > 0)) return null;
  const design = welchTDesign({ ratio: b.n / a.n, sdRatio: sdB / sdA, alpha: 1 - level });
  const found = minimumDetectableEffect(design, { n: a.n, power });
  if (found.status !== "ok") return null;
  return { name: `standard deviations of the first group`, effect: found.effect, inUnits: found.effect * sdA, power };
}

function manyGroups(
  groups: readonly GroupSums[],
  ranks: RankSums,
  options: ComparisonOptions,
): Omit<Comparison, "groups"> {
  const { level } = options;
  const moments = groups.map((group) => group.moments);
  const tested = moments.every(({ m2 }) => m2 > 0);
  const welch = tested ? known(welchAnova(moments)) : null;
  const kruskal = known(kruskalWallisOfRanks(ranks));
  const anova = known(oneWayAnova(moments));
  const explained = anova === null ? null : known(varianceExplained(anova, { level }));
  return {
    test: welch === null ? null : fLine(welch),
    robust: kruskal === null ? null : { ...kruskalLine(kruskal), pValue: kruskal.pValue },
    difference: null,
    effect:
      explained === null
        ? null
        : measured("eta squared", { value: explained.etaSquared, interval: explained.interval }),
    robustEffect:
      kruskal === null ? null : { name: "eta squared of the ranks", value: kruskal.etaSquared, interval: null },
    pairs: pairLines(groups, {
      means: (tested ? known(gamesHowell(moments, options)) : null)?.pairs ?? [],
      ranked: known(dunnOfRanks(ranks, options))?.pairs ?? [],
    }),
    detectable: tested ? detectableSpread(moments, options) : null,
  };
}

const fLine = (found: {
  readonly method: string;
  readonly statistic: number;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly pValue: number;
}): TestLine => ({
  method: found.method,
  symbol: "F",
  statistic: found.statistic,
  df: [found.dfBetween, found.dfWithin],
  pValue: found.pValue,
});

const kruskalLine = ({ method, statistic, df }: { method: string; statistic: number; df: number }) => ({
  method,
  symbol: "H",
  statistic,
  df: [df],
});

interface ComparedPairs {
  readonly means: readonly PairComparison[];
  readonly ranked: readonly RankComparison[];
}

function pairLines(groups: readonly GroupSums[], { means, ranked }: ComparedPairs): readonly PairLine[] {
  const name = (i: number): string => groups[i]?.group ?? "";
  return groups.flatMap((_, i) =>
    groups.slice(i + 1).map((__, k): PairLine => {
      const j = i + 1 + k;
      const same = (pair: { first: number; second: number }): boolean => pair.first === i && pair.second === j;
      const mean = means.find(same);
      return {
        first: name(i),
        second: name(j),
        difference: mean?.difference.value ?? null,
        interval: mean?.difference.interval ?? null,
        pValue: mean?.pValue ?? null,
        rankPValue: ranked.find(same)?.pValue ?? null,
      };
    }),
  );
}

/** Groups of unequal size count as groups of their harmonic mean. */
function detectableSpread(groups: readonly Moments[], { power, level }: ComparisonOptions): Detectable | null {
  const used = groups.filter(({ n }) => n > 1);
  if (used.length < 2) return null;
  const n = used.length / used.reduce((sum, group) => sum + 1 / group.n, 0);
  const found = minimumDetectableEffect(anovaDesign({ groups: used.length, alpha: 1 - level }), { n, power });
  return found.status === "ok" ? { name: "Cohen's f", effect: found.effect, inUnits: null, power } : null;
}
