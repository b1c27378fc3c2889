import { median } from "./quantile.ts";

/** 1 / Φ⁻¹(3/4): makes the deviation of normal data an estimate of their standard deviation. */
const NORMAL_SCALE = 1.482602218505602;

/**
 * Median of the distances from the median, times `scale`; null for no values. The default scale estimates the standard
 * deviation of normal data; 1 gives the plain median distance.
 */
export function medianAbsoluteDeviation(values: ArrayLike<number>, { scale = NORMAL_SCALE } = {}): number | null {
  const centre = median(values);
  if (centre === null) return null;
  const distance = median(Float64Array.from(values, (value) => Math.abs(value - centre)));
  return distance === null ? null : distance * scale;
}
