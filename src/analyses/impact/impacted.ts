import { oneWayAnova } from "../../stats/anova/one-way-anova.ts";
import { gamesHowell } from "../../stats/anova/tukey.ts";
import { welchAnova } from "../../stats/anova/welch-anova.ts";
import { type Moments, standardDeviation } from "../../stats/descriptive/moments.ts";
import { varianceExplained } from "../../stats/effect-size/variance-explained.ts";
import type { Interval } from "../../stats/inference.ts";
import { adjustedPValues } from "../../stats/multiple-testing/adjusted-p.ts";
import { oneSampleTTest, welchTTest } from "../../stats/two-sample/t-test.ts";
import { type Amount, amountAtRisk, totalAtRisk } from "./at-risk.ts";

/** An outcome's values in each group, the lowest group first. */
export interface OutcomeSums {
  readonly outcome: string;
  readonly groups: readonly { readonly group: string; readonly moments: Moments }[];
}

export interface ImpactGroup {
  readonly group: string;
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly interval: Interval | null;
  /** The mean less that of the lowest group; null for that group. */
  readonly difference: Amount | null;
  /** Of the difference, for all pairs of groups at once (Games-Howell; of two groups Welch's); null where they are not tested. */
  readonly pValue: number | null;
}

/** Whether a group has two different values or more, which every test of means needs. */
export const varies = ({ sd }: Pick<ImpactGroup, "sd">): boolean => sd !== null && sd > 0;

export interface ImpactOutcome {
  readonly outcome: string;
  readonly groups: readonly ImpactGroup[];
  /** Welch's ANOVA of all groups; null where a group has fewer than two different values. */
  readonly test: { readonly statistic: number; readonly df: readonly [number, number]; readonly pValue: number } | null;
  /** Corrected by Holm over the outcomes. */
  readonly adjusted: number | null;
  /** Share of the variance between the groups. */
  readonly etaSquared: { readonly value: number; readonly interval: Interval } | null;
}

export interface RevenueAtRisk {
  readonly column: string;
  readonly groups: readonly {
    readonly group: string;
    readonly n: number;
    readonly perRow: Amount;
    readonly total: Amount;
  }[];
  readonly total: Amount;
  /** Of all revenue of the rows. */
  readonly share: number | null;
}

export interface ImpactResult {
  readonly table: string;
  readonly by: string;
  readonly level: number;
  readonly rows: number;
  /** Rows without a value of `by`. */
  readonly leftOut: number;
  readonly groups: readonly string[];
  readonly outcomes: readonly ImpactOutcome[];
  readonly revenue: RevenueAtRisk | null;
}

/** Each outcome by group against the lowest group, p-values of the outcomes corrected by Holm. */
export function impactOutcomes(sums: readonly OutcomeSums[], level: number): readonly ImpactOutcome[] {
  const outcomes = sums.map((own) => outcomeOf(own, level));
  const tested = outcomes.flatMap(({ test }, i) => (test === null ? [] : [{ i, p: test.pValue }]));
  const adjusted = adjustedPValues(
    tested.map(({ p }) => p),
    "holm",
  );
  const byOutcome = new Map(tested.map(({ i }, k) => [i, adjusted[k] ?? null]));
  return outcomes.map((outcome, i) => ({ ...outcome, adjusted: byOutcome.get(i) ?? null }));
}

function outcomeOf({ outcome, groups }: OutcomeSums, level: number): Omit<ImpactOutcome, "adjusted"> {
  const moments = groups.map((group) => group.moments);
  const tested = moments.every((own) => varies({ sd: standardDeviation(own) }));
  const welch = tested ? welchAnova(moments) : null;
  const anova = oneWayAnova(moments);
  const explained = anova.status === "ok" ? varianceExplained(anova, { level }) : null;
  const compared = tested ? gamesHowell(moments, { level }) : null;
  const pairs = compared?.status === "ok" ? compared.pairs : [];
  const [reference] = groups;
  return {
    outcome,
    groups: groups.map(({ group, moments: own }, i) => {
      const mean = oneSampleTTest(own, { level });
      const pair = pairs.find(({ first, second }) => first === 0 && second === i);
      const apart = reference === undefined || i === 0 ? null : welchTTest(own, reference.moments, { level });
      return {
        group,
        n: own.n,
        mean: own.mean,
        sd: standardDeviation(own),
        interval: mean.status === "ok" ? mean.estimate.interval : null,
        difference: apart?.status === "ok" ? amountOf(apart.estimate) : null,
        pValue: pair?.pValue ?? null,
      };
    }),
    test:
      welch?.status === "ok"
        ? { statistic: welch.statistic, df: [welch.dfBetween, welch.dfWithin], pValue: welch.pValue }
        : null,
    etaSquared: explained?.status === "ok" ? { value: explained.etaSquared, interval: explained.interval } : null,
  };
}

const amountOf = ({ value, interval }: Amount): Amount => ({ value, interval });

/** What the rows of the higher groups have less than those of the lowest; null with fewer than two groups. */
export function revenueAtRisk({ outcome, groups }: OutcomeSums, level: number): RevenueAtRisk | null {
  const [reference, ...others] = groups.filter(({ moments }) => moments.n > 0);
  if (reference === undefined || others.length === 0) return null;
  const total = totalAtRisk(
    reference.moments,
    others.map(({ moments }) => moments),
    level,
  );
  const all = groups.reduce((sum, { moments }) => sum + moments.n * moments.mean, 0);
  return {
    column: outcome,
    groups: others.map(({ group, moments }) => ({
      group,
      n: moments.n,
      ...amountAtRisk(reference.moments, moments, level),
    })),
    total,
    share: all > 0 ? total.value / all : null,
  };
}
