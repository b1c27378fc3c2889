import { sorted } from "../descriptive/quantile.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { midRanks } from "../ranks.ts";
import { walshAverages } from "./pairwise-order.ts";
import { subsetsBySum } from "./rank-counts.ts";
import {
  asymptoticPValue,
  EXACT_UP_TO,
  exactPValue,
  hodgesLehmann,
  type RankPValue,
  type RankTestOptions,
  type ShiftRequest,
} from "./rank-test.ts";

/**
 * What becomes of differences that are exactly zero: `wilcox` leaves them out before ranking, `pratt` (1959) ranks
 * them and leaves their ranks out, `zsplit` ranks them and gives half of their ranks to each side.
 */
export type ZeroPolicy = "wilcox" | "pratt" | "zsplit";

export interface SignedRankOptions extends RankTestOptions {
  readonly zeros?: ZeroPolicy;
}

export interface SignedRankTest extends RankPValue {
  /** T+: sum of the ranks of positive differences. */
  readonly statistic: number;
  /** Sum of the ranks of negative differences. */
  readonly negative: number;
  readonly zeros: number;
  /** Pseudo-median: median of the means of every two differences. */
  readonly shift: Estimate;
}

/**
 * Wilcoxon's signed rank test (1945) that differences (or values less `nullValue`) are symmetric around 0. The exact
 * p-value is that of all 2^n signs of the ranks at hand, ties included; two-sided it is twice the smaller tail. For
 * pairs, give their differences. The interval of the shift uses all differences and counts ranks without ties.
 */
export function wilcoxonSignedRank(
  values: ArrayLike<number>,
  { zeros = "wilcox", distribution = "auto", ...options }: SignedRankOptions = {},
): Inferred<SignedRankTest> {
  const { alternative = "two-sided", level = 0.95, nullValue = 0, continuity = true } = options;
  requireFinite(values, "differences");
  const shifted = Float64Array.from(values, (value) => value - nullValue);
  const signed = signedRanks(shifted, zeros);
  const used = signed.moving.length;
  const exact = distribution === "exact" || (distribution === "auto" && used <= EXACT_UP_TO);
  const method = `Wilcoxon signed rank test, ${exact ? "exact" : "normal approximation"}, zeros: ${zeros}`;
  if (used === 0) return undetermined(method, values.length, "there is no difference other than zero");
  const { positive, negative, fixed, moving, ties } = signed;
  const mean = fixed + moving.reduce((sum, rank) => sum + rank, 0) / 2;
  const variance = moving.reduce((sum, rank) => sum + rank * rank, 0) / 4;
  const counts = exact ? untiedCounts(values.length) : null;
  const whole = ties === 0 && used === values.length;
  const pValue =
    counts === null
      ? asymptoticPValue({ statistic: positive, mean, variance }, { alternative, continuity })
      : whole
        ? exactPValue(counts, positive, alternative)
        : exactPValue(subsetsBySum(doubled(moving)), 2 * (positive - fixed), alternative);
  const shift = pseudoMedian(values, { counts, alternative, level });
  return {
    status: "ok",
    method,
    n: values.length,
    assumptions: ["units are independent", "differences are symmetric around their median"],
    warnings: [
      ...(ties > 0 ? ["there are ties"] : []),
      ...(used < values.length ? [`${values.length - used} differences are zero`] : []),
      ...(shift.interval === null ? [`too few values for an interval of ${level * 100} %`] : []),
    ],
    statistic: positive,
    negative,
    zeros: values.length - used,
    z: (positive - mean) / Math.sqrt(variance),
    pValue,
    exact,
    shift,
  };
}

interface SignedRanks {
  readonly positive: number;
  readonly negative: number;
  /** What zeros add to either side whatever the signs. */
  readonly fixed: number;
  /** Ranks of the differences that have a sign. */
  readonly moving: Float64Array;
  readonly ties: number;
}

function signedRanks(differences: Float64Array, zeros: ZeroPolicy): SignedRanks {
  const ranked = zeros === "wilcox" ? differences.filter((value) => value !== 0) : differences;
  const { ranks } = midRanks(ranked.map(Math.abs));
  const sumWhere = (sign: number): number =>
    ranks.reduce((sum, rank, i) => sum + (Math.sign(ranked[i] as number) === sign ? rank : 0), 0);
  const fixed = zeros === "zsplit" ? sumWhere(0) / 2 : 0;
  const moving = ranks.filter((_, i) => ranked[i] !== 0);
  const { ties } = midRanks(differences.filter((value) => value !== 0).map(Math.abs));
  return { positive: sumWhere(1) + fixed, negative: sumWhere(-1) + fixed, fixed, moving, ties };
}

/** Mid-ranks are halves at worst. */
function doubled(ranks: Float64Array): Float64Array {
  return ranks.map((rank) => 2 * rank);
}

/** How many of the signs of n untied ranks give each sum. */
function untiedCounts(n: number): Float64Array {
  return subsetsBySum(Float64Array.from({ length: n }, (_, i) => i + 1));
}

function pseudoMedian(
  values: ArrayLike<number>,
  request: Pick<ShiftRequest, "counts" | "alternative" | "level">,
): Estimate {
  const n = values.length;
  return hodgesLehmann({
    ...request,
    order: walshAverages(sorted(values)),
    mean: (n * (n + 1)) / 4,
    variance: (n * (n + 1) * (2 * n + 1)) / 24,
  });
}
