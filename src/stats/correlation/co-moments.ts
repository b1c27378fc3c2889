import { AppError } from "../../core/errors.ts";
import { momentsOf } from "../descriptive/moments.ts";
import { compensatedSum } from "../descriptive/sum.ts";
import { requireSameLength } from "../input.ts";

/** What a linear correlation needs of pairs: sums of squares and products of deviations from the means. */
export interface CoMoments {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly m2x: number;
  readonly m2y: number;
  readonly cxy: number;
}

/** Co-moments of pairs, in two passes. @throws AppError USAGE for samples of different length or missing values */
export function coMomentsOf(x: ArrayLike<number>, y: ArrayLike<number>): CoMoments {
  requireSameLength(x, y);
  const [a, b] = [momentsOf(x, "x"), momentsOf(y, "y")];
  const products = Float64Array.from(x, (value, i) => (value - a.mean) * ((y[i] as number) - b.mean));
  return { n: a.n, meanX: a.mean, meanY: b.mean, m2x: a.m2, m2y: b.m2, cxy: compensatedSum(products) };
}

/** Co-moments of two sets of pairs together. */
export function mergeCoMoments(a: CoMoments, b: CoMoments): CoMoments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const [dx, dy] = [b.meanX - a.meanX, b.meanY - a.meanY];
  const weight = a.n * (b.n / n);
  return {
    n,
    meanX: a.meanX + (dx * b.n) / n,
    meanY: a.meanY + (dy * b.n) / n,
    m2x: a.m2x + b.m2x + weight * dx * dx,
    m2y: a.m2y + b.m2y + weight * dy * dy,
    cxy: a.cxy + b.cxy + weight * dx * dy,
  };
}

/** Pearson's r; null when either side does not vary. @throws AppError USAGE for sums that no sample can have */
export function correlationOf({ n, m2x, m2y, cxy }: CoMoments): number | null {
  if (!(Number.isSafeInteger(n) && n >= 0 && m2x >= 0 && m2y >= 0 && Number.isFinite(m2x + m2y + cxy))) {
    throw new AppError("USAGE", `co-moments of ${n} pairs are ${m2x}, ${m2y} and ${cxy}`, {
      hint: "give a whole count and finite sums of squared deviations and of their products",
    });
  }
  if (m2x === 0 || m2y === 0) return null;
  // one root keeps a perfect correlation exact; two where the product leaves the range of doubles
  const product = m2x * m2y;
  const scale = product > 1e-290 && product < 1e290 ? Math.sqrt(product) : Math.sqrt(m2x) * Math.sqrt(m2y);
  return Math.max(-1, Math.min(1, cxy / scale));
}
