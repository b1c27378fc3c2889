import { countUpTo } from "./bisect.ts";
import { sorted } from "./quantile.ts";

export interface EmpiricalDistribution {
  readonly n: number;
  /** The distinct values, ascending. */
  readonly values: Float64Array;
  /** Share of the sample up to and including each of `values`; the last is 1. */
  readonly shares: Float64Array;
  /** Share of the sample up to and including `x`. */
  at(x: number): number;
  /**
   * Half the width of the band that holds the whole true distribution with probability `level`
   * (Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant, 1990).
   */
  bandHalfWidth(level: number): number;
}

/** The empirical distribution function; null for no values. */
export function empiricalDistribution(sample: ArrayLike<number>): EmpiricalDistribution | null {
  const ascending = sorted(sample);
  const n = ascending.length;
  if (n === 0) return null;
  const ends = [...ascending.keys()].filter((i) => i === n - 1 || ascending[i] !== ascending[i + 1]);
  return {
    n,
    values: Float64Array.from(ends, (i) => ascending[i] as number),
    shares: Float64Array.from(ends, (i) => (i + 1) / n),
    at: (x) => countUpTo(ascending, x) / n,
    bandHalfWidth: (level) => Math.sqrt(Math.log(2 / (1 - level)) / (2 * n)),
  };
}
