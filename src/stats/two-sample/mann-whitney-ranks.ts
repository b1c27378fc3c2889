import type { RankSums } from "../anova/rank-sums.ts";
import { type Inferred, undetermined } from "../inference.ts";
import type { MannWhitneyTest } from "./mann-whitney.ts";
import { asymptoticPValue, EXACT_UP_TO } from "./rank-test.ts";

const METHOD = "Mann-Whitney U test, normal approximation";

/**
 * Mann and Whitney's U test from the rank sums of two groups, as an engine counts them at any size: two-sided, with the
 * corrections for ties and for continuity. Undetermined without values in both groups or when all are equal.
 */
export function mannWhitneyOfRanks({ groups, ties }: RankSums): Inferred<Omit<MannWhitneyTest, "shift">> {
  const [nx, ny] = [groups[0]?.n ?? 0, groups[1]?.n ?? 0];
  const n = nx + ny;
  if (nx === 0 || ny === 0) return undetermined(METHOD, n, `samples of ${nx} and ${ny} values; 1 is needed in each`);
  const variance = ((nx * ny) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (!(variance > 0)) return undetermined(METHOD, n, "all values are equal");
  const statistic = (groups[0]?.rankSum ?? 0) - (nx * (nx + 1)) / 2;
  const mean = (nx * ny) / 2;
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["units are independent"],
    warnings: n <= EXACT_UP_TO ? [`${n} values: the normal approximation is coarse`] : [],
    statistic,
    z: (statistic - mean) / Math.sqrt(variance),
    pValue: asymptoticPValue({ statistic, mean, variance }, { alternative: "two-sided", continuity: true }),
    exact: false,
    superiority: statistic / (nx * ny),
  };
}
