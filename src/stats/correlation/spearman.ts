import type { Alternative, Inferred } from "../inference.ts";
import { undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { midRanks } from "../ranks.ts";
import { type CoMoments, coMomentsOf, correlationOf } from "./co-moments.ts";
import { type Correlation, type CorrelationOptions, fisherInterval, pValueOfLinear } from "./correlation.ts";

/** Up to this many pairs without ties the p-value is exact. */
const EXACT_PAIRS = 10;

export interface RankCorrelationOptions extends CorrelationOptions {
  /** `auto` (default) is exact for small samples without ties. */
  readonly distribution?: "auto" | "exact" | "asymptotic";
}

/**
 * Correlation of ranks, with ties sharing their mean rank. The p-value is exact for up to ten pairs without ties, else by the
 * t distribution; the interval is of Bonett and Wright (2000): standard error √((1 + ρ²/2) / (n − 3)) of atanh ρ.
 * Undetermined below three pairs or when either side does not vary. `exact` with ties or more pairs is undetermined too.
 */
export function spearman(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", level = 0.95, distribution = "auto" }: RankCorrelationOptions = {},
): Inferred<Correlation> {
  requireFinite(x, "x");
  requireFinite(y, "y");
  const [a, b] = [midRanks(x), midRanks(y)];
  const n = x.length;
  const exactPossible = n <= EXACT_PAIRS && a.ties === 0 && b.ties === 0;
  const exact = distribution === "exact" || (distribution === "auto" && exactPossible);
  const method = exact ? "Spearman correlation, exact" : "Spearman correlation";
  const rho = correlationOf(coMomentsOf(a.ranks, b.ranks));
  if (n < 3) return undetermined(method, n, "a correlation needs at least three pairs");
  if (rho === null) return undetermined(method, n, "one of the two does not vary");
  if (exact && !exactPossible) {
    return undetermined(method, n, `exact p-values are for up to ${EXACT_PAIRS} pairs without ties`);
  }
  const answer = spearmanOfRanks(coMomentsOf(a.ranks, b.ranks), { alternative, level });
  return exact && answer.status === "ok"
    ? { ...answer, method, warnings: [], pValue: exactPValue(a.ranks, b.ranks, alternative) }
    : answer;
}

/** Spearman's correlation from the co-moments of mid-ranks, as an engine sums them; the p-value is by the t distribution. */
export function spearmanOfRanks(
  ranks: CoMoments,
  { alternative = "two-sided", level = 0.95 }: CorrelationOptions = {},
): Inferred<Correlation> {
  const method = "Spearman correlation";
  const { n } = ranks;
  const rho = correlationOf(ranks);
  if (n < 3) return undetermined(method, n, "a correlation needs at least three pairs");
  if (rho === null) return undetermined(method, n, "one of the two does not vary");
  const se = Math.sqrt((1 + (rho * rho) / 2) / (n - 3));
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent pairs", "a monotone relation"],
    warnings: n < EXACT_PAIRS ? [`only ${n} pairs: the p-value is approximate`] : [],
    coefficient: {
      value: rho,
      se: null,
      interval: n > 3 ? fisherInterval({ value: rho, se }, { alternative, level }) : null,
    },
    pValue: pValueOfLinear(rho, n - 2, alternative),
  };
}

/** By n; each takes some milliseconds to count. */
const COUNTED = new Map<number, ReadonlyMap<number, number>>();

/** How many permutations of n ranks have each sum of products with 1..n, by dynamic programming over sets of used ranks. */
function productSums(n: number): ReadonlyMap<number, number> {
  const known = COUNTED.get(n);
  if (known !== undefined) return known;
  let layer = new Map<number, Map<number, number>>([[0, new Map([[0, 1]])]]);
  for (let i = 1; i <= n; i++) {
    const next = new Map<number, Map<number, number>>();
    for (const [used, sums] of layer) {
      for (let rank = 1; rank <= n; rank++) {
        if (used & (1 << rank)) continue;
        const target = next.get(used | (1 << rank)) ?? new Map<number, number>();
        next.set(used | (1 << rank), target);
        for (const [sum, count] of sums) target.set(sum + i * rank, (target.get(sum + i * rank) ?? 0) + count);
      }
    }
    layer = next;
  }
  const sums: ReadonlyMap<number, number> = layer.values().next().value ?? new Map();
  COUNTED.set(n, sums);
  return sums;
}

function exactPValue(a: Float64Array, b: Float64Array, alternative: Alternative): number {
  const observed = a.reduce((sum, rank, i) => sum + rank * (b[i] as number), 0);
  let [all, below, above] = [0, 0, 0];
  for (const [sum, count] of productSums(a.length)) {
    all += count;
    if (sum <= observed) below += count;
    if (sum >= observed) above += count;
  }
  if (alternative === "less") return below / all;
  if (alternative === "greater") return above / all;
  return Math.min(1, (2 * Math.min(below, above)) / all);
}
