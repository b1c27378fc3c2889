import { normal } from "../distributions/normal.ts";
import { type Alternative, type Inferred, undetermined } from "../inference.ts";
import { requireFinite, requireSameLength } from "../input.ts";
import { symmetricPValue } from "../two-sample/alternative.ts";
import { type Correlation, fisherInterval } from "./correlation.ts";
import { type Discordance, discordanceOf } from "./discordance.ts";
import type { RankCorrelationOptions } from "./spearman.ts";

/** Up to this many pairs without ties `auto` is exact (as SciPy). */
const EXACT_PAIRS = 33;
/** Above this the exact distribution is not worth its time. */
const EXACT_LIMIT = 170;

/**
 * Kendall's tau-b. The p-value is exact for up to 33 pairs without ties, else normal with the variance for ties (Kendall
 * 1970); the interval is of Fieller, Hartley and Pearson (1957): standard error √(0.437 / (n − 4)) of atanh τ, meant for
 * |τ| below 0.8 and none below five pairs. Undetermined below two pairs, when either side does not vary, and for `exact` with
 * ties or more than 170 pairs.
 */
export function kendall(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", level = 0.95, distribution = "auto" }: RankCorrelationOptions = {},
): Inferred<Correlation> {
  requireSameLength(x, y);
  requireFinite(x, "x");
  requireFinite(y, "y");
  const n = x.length;
  const counts = discordanceOf(x, y);
  const pairs = (n * (n - 1)) / 2;
  const tied = counts.x.pairs + counts.y.pairs > 0;
  const exact = distribution === "exact" || (distribution === "auto" && n <= EXACT_PAIRS && !tied);
  const method = exact ? "Kendall tau-b, exact" : "Kendall tau-b";
  if (n < 2) return undetermined(method, n, "a rank correlation needs at least two pairs");
  if (counts.x.pairs === pairs || counts.y.pairs === pairs) {
    return undetermined(method, n, "one of the two does not vary");
  }
  if (exact && (tied || n > EXACT_LIMIT)) {
    return undetermined(method, n, `exact p-values are for up to ${EXACT_LIMIT} pairs without ties`);
  }
  const tau = counts.score / Math.sqrt(pairs - counts.x.pairs) / Math.sqrt(pairs - counts.y.pairs);
  const value = Math.max(-1, Math.min(1, tau));
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent pairs", "a monotone relation"],
    warnings: Math.abs(value) > 0.8 ? ["the interval is rough for a coefficient beyond 0.8"] : [],
    coefficient: {
      value,
      se: null,
      interval: n > 4 ? fisherInterval({ value, se: Math.sqrt(0.437 / (n - 4)) }, { alternative, level }) : null,
    },
    pValue: exact
      ? exactPValue(n, counts.discordant, alternative)
      : symmetricPValue(counts.score / Math.sqrt(scoreVariance(n, counts)), normal(), alternative),
  };
}

/** Variance of the score when the two are independent. */
function scoreVariance(n: number, { x, y }: Discordance): number {
  const pairs = n * (n - 1);
  const triples = n > 2 ? (x.triples / pairs) * (y.triples / (9 * (n - 2))) : 0;
  return (pairs * (2 * n + 5) - x.weighted - y.weighted) / 18 + (2 * x.pairs * y.pairs) / pairs + triples;
}

/** From the numbers of permutations with each count of inversions. */
function exactPValue(n: number, discordant: number, alternative: Alternative): number {
  const most = (n * (n - 1)) / 2;
  const shares = inversionShares(n);
  const upTo = (count: number): number => shares.subarray(0, count + 1).reduce((sum, share) => sum + share, 0);
  const concordant = most - discordant;
  if (alternative === "less") return Math.min(1, upTo(concordant));
  if (alternative === "greater") return Math.min(1, upTo(discordant));
  return Math.min(1, 2 * upTo(Math.min(discordant, concordant)));
}

/** Shares of the permutations of n with 0, 1, ... inversions. */
function inversionShares(n: number): Float64Array {
  let shares = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array(shares.length + size - 1);
    shares.forEach((share, i) => {
      for (let moved = 0; moved < size; moved++) next[i + moved] = (next[i + moved] as number) + share / size;
    });
    shares = next;
  }
  return shares;
}
