import { requireBetween } from "../input.ts";
import { countBelow, countUpTo } from "./bisect.ts";
import { momentsOf, standardDeviation } from "./moments.ts";
import { sorted } from "./quantile.ts";

/** A rule's name, or the standard deviation of the kernel in the unit of the values. */
export type Bandwidth = "scott" | "silverman" | number;

export interface KernelDensity {
  readonly n: number;
  /** Standard deviation of the kernel, in the unit of the values. */
  readonly bandwidth: number;
  /** Density at `x`, per unit of the values. */
  at(x: number): number;
  /** Density at equal steps from `cut` bandwidths below the least value to as many above the greatest. */
  grid(points: number, cut?: number): { readonly x: Float64Array; readonly density: Float64Array };
}

/** exp(-z²/2) is 0 in double precision beyond this. */
const REACH = 38.7;

/**
 * Gaussian kernel density. Scott's rule is sd n^(-1/5), Silverman's sd (3n/4)^(-1/5), as `scipy.stats.gaussian_kde`.
 * Null when a rule finds no spread: fewer than two values, or all equal.
 */
export function kernelDensity(
  values: ArrayLike<number>,
  { bandwidth: rule = "scott" as Bandwidth } = {},
): KernelDensity | null {
  if (typeof rule === "number") requireBetween(rule, [0, Number.POSITIVE_INFINITY], "the bandwidth");
  const ascending = sorted(values);
  const n = ascending.length;
  const spread = standardDeviation(momentsOf(ascending)) ?? 0;
  const bandwidth = typeof rule === "number" ? rule : spread * (rule === "scott" ? n : (n * 3) / 4) ** -0.2;
  if (n === 0 || !(bandwidth > 0)) return null;
  const at = (x: number): number => densityAt(ascending, bandwidth, x);
  const grid: KernelDensity["grid"] = (points, cut = 3) => {
    const low = (ascending[0] as number) - cut * bandwidth;
    const step = ((ascending[n - 1] as number) + cut * bandwidth - low) / (points - 1);
    const x = Float64Array.from({ length: points }, (_, i) => low + i * step);
    return { x, density: x.map(at) };
  };
  return { n, bandwidth, at, grid };
}

function densityAt(ascending: Float64Array, bandwidth: number, x: number): number {
  const end = countUpTo(ascending, x + REACH * bandwidth);
  let sum = 0;
  for (let i = countBelow(ascending, x - REACH * bandwidth); i < end; i++) {
    const z = (x - (ascending[i] as number)) / bandwidth;
    sum += Math.exp(-0.5 * z * z);
  }
  return sum / (ascending.length * bandwidth * Math.sqrt(2 * Math.PI));
}
