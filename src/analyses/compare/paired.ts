import { momentsOf, standardDeviation } from "../../stats/descriptive/moments.ts";
import { standardizedMean } from "../../stats/effect-size/standardized-difference.ts";
import { minimumDetectableEffect } from "../../stats/power/plan.ts";
import { oneSampleTDesign } from "../../stats/power/t-test.ts";
import { oneSampleTTest } from "../../stats/two-sample/t-test.ts";
import { wilcoxonSignedRank } from "../../stats/two-sample/wilcoxon-signed-rank.ts";
import type { CompareResult, GroupLine } from "./compared.ts";
import { type ComparisonOptions, measured } from "./independent.ts";

/** Values of units under both conditions, in the same order. */
export interface PairedValues {
  readonly groups: readonly [string, string];
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** Differences within units, first less second: paired t test, Wilcoxon's signed ranks beside it, d_z. */
export function comparePaired(
  { groups, first, second }: PairedValues,
  options: ComparisonOptions,
): Omit<CompareResult, "table" | "value" | "by" | "design" | "level" | "correction" | "n" | "leftOut"> {
  const { level, power } = options;
  const differences = first.map((value, i) => value - (second[i] ?? 0));
  const moments = momentsOf(differences, "differences");
  const t = oneSampleTTest(moments, { level });
  const ranks = wilcoxonSignedRank(differences, { level });
  const size = standardizedMean(moments, { level });
  const sd = standardDeviation(moments);
  const found =
    sd !== null && sd > 0
      ? minimumDetectableEffect(oneSampleTDesign({ alpha: 1 - level }), { n: moments.n, power })
      : null;
  return {
    groups: [groupLine(groups[0], first, level), groupLine(groups[1], second, level)],
    test:
      t.status === "ok"
        ? { method: "paired t test", symbol: "t", statistic: t.statistic, df: [t.df], pValue: t.pValue }
        : null,
    robust:
      ranks.status === "ok"
        ? {
            method: "Wilcoxon signed rank test",
            symbol: "T+",
            statistic: ranks.statistic,
            df: [],
            pValue: ranks.pValue,
          }
        : null,
    difference: t.status === "ok" ? measured("mean difference within units", t.estimate) : null,
    effect: size.status === "ok" ? measured("d of the differences", size.hedgesG) : null,
    robustEffect: ranks.status === "ok" ? measured("median difference", ranks.shift) : null,
    pairs: [],
    detectable:
      found?.status === "ok" && sd !== null
        ? { name: "standard deviations of the differences", effect: found.effect, inUnits: found.effect * sd, power }
        : null,
  };
}

function groupLine(group: string, values: readonly number[], level: number): GroupLine {
  const moments = momentsOf(values, group);
  const mean = oneSampleTTest(moments, { level });
  return {
    group,
    n: moments.n,
    mean: moments.mean,
    sd: standardDeviation(moments),
    skewness: null,
    interval: mean.status === "ok" ? mean.estimate.interval : null,
    meanRank: null,
  };
}
