import { sorted } from "../descriptive/quantile.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { midRanks } from "../ranks.ts";
import { differences } from "./pairwise-order.ts";
import { choicesBySum } from "./rank-counts.ts";
import {
  asymptoticPValue,
  EXACT_UP_TO,
  exactPValue,
  hodgesLehmann,
  type RankPValue,
  type RankTestOptions,
} from "./rank-test.ts";

export interface MannWhitneyTest extends RankPValue {
  /** U: pairs in which the first sample's value is greater, ties counted half. */
  readonly statistic: number;
  /** U over the number of pairs: P(X > Y) + P(X = Y) / 2. */
  readonly superiority: number;
  /** Median of the differences x - y over all pairs. */
  readonly shift: Estimate;
}

/**
 * Mann and Whitney's U test (1947; Wilcoxon's rank sum test): is one sample shifted against the other? The exact
 * p-value is that of all assignments of the ranks at hand, ties included; two-sided it is twice the smaller tail. The
 * interval of the shift counts ranks as if there were no ties: with ties it is conservative.
 */
export function mannWhitney(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: RankTestOptions = {},
): Inferred<MannWhitneyTest> {
  const { alternative = "two-sided", level = 0.95, nullValue = 0, continuity = true } = options;
  const { distribution = "auto" } = options;
  const a = sorted(x, "the first sample");
  const b = sorted(y, "the second sample");
  const [nx, ny] = [a.length, b.length];
  const n = nx + ny;
  const exact = distribution === "exact" || (distribution === "auto" && n <= EXACT_UP_TO);
  const method = `Mann-Whitney U test, ${exact ? "exact" : "normal approximation"}`;
  if (nx === 0 || ny === 0) return undetermined(method, n, `samples of ${nx} and ${ny} values; 1 is needed in each`);
  const { rankSum, ties } = rankSumOfFirst(moved(a, -nullValue), b);
  const variance = ((nx * ny) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (!(variance > 0)) return undetermined(method, n, "all values are equal");
  const mean = (nx * ny) / 2;
  const statistic = rankSum - (nx * (nx + 1)) / 2;
  const counts = exact ? uCounts(nx, ny) : null;
  const pValue =
    counts === null
      ? asymptoticPValue({ statistic, mean, variance }, { alternative, continuity })
      : ties === 0
        ? exactPValue(counts, statistic, alternative)
        : exactPValue(choicesBySum(doubledRanks(a, b, nullValue), nx), 2 * rankSum, alternative);
  const shift = hodgesLehmann({ order: differences(a, b), counts, mean, variance, alternative, level });
  return {
    status: "ok",
    method,
    n,
    assumptions: ["units are independent", "for the shift: the distributions differ in location only"],
    warnings: [
      ...(ties > 0 ? ["there are ties"] : []),
      ...(shift.interval === null ? [`too few values for an interval of ${level * 100} %`] : []),
    ],
    statistic,
    z: (statistic - mean) / Math.sqrt(variance),
    pValue,
    exact,
    superiority: statistic / (nx * ny),
    shift,
  };
}

function moved(values: Float64Array, by: number): Float64Array {
  return by === 0 ? values : values.map((value) => value + by);
}

/** The first sample's rank sum among both, both ascending, from one walk along them; and the ties as {@link midRanks} has them. */
function rankSumOfFirst(a: Float64Array, b: Float64Array): { readonly rankSum: number; readonly ties: number } {
  let [i, j, rankSum, ties] = [0, 0, 0, 0];
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    const [ranked, own] = [i + j, i];
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    const run = i + j - ranked;
    rankSum += (i - own) * (ranked + (run + 1) / 2);
    ties += run * run * run - run;
  }
  return { rankSum, ties };
}

/** Mid-ranks are halves at worst. */
function doubledRanks(a: Float64Array, b: Float64Array, nullValue: number): Float64Array {
  return midRanks(Float64Array.from([...moved(a, -nullValue), ...b])).ranks.map((rank) => 2 * rank);
}

/** How many assignments give each U without ties. */
function uCounts(nx: number, ny: number): Float64Array {
  const size = Math.min(nx, ny);
  const ranks = Float64Array.from({ length: nx + ny }, (_, i) => i + 1);
  return choicesBySum(ranks, size).subarray((size * (size + 1)) / 2);
}
