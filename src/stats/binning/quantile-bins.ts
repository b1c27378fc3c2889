import { quantileOfSorted, sorted } from "../descriptive/quantile.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { type Bins, binning, binsAt } from "./bins.ts";

/**
 * Bins with as nearly equal counts as ties allow, between type 7 quantiles. Edges that ties make equal are one edge,
 * and a warning says how many bins are left.
 */
export function quantileBins(values: ArrayLike<number>, count: number): Inferred<Bins> {
  const method = `${count} quantile bins`;
  const ascending = sorted(values);
  const n = ascending.length;
  const edges = Array.from({ length: count + 1 }, (_, i) => quantileOfSorted(ascending, i / count) ?? 0);
  const distinct = edges.filter((edge, i) => i === 0 || edge > (edges[i - 1] as number));
  if (n === 0 || distinct.length < 2) {
    return undetermined(method, n, n === 0 ? "there are no values" : "the values do not vary");
  }
  const left = distinct.length - 1;
  const warnings = left < count ? [`ties leave ${left} bins of ${count}`] : [];
  return { ...binning(method, n, warnings), ...binsAt(distinct) };
}

export interface MedianSplit {
  readonly median: number;
  /** Values up to the median. */
  readonly low: number;
  /** Values above it. */
  readonly high: number;
}

/** The median as a border: values equal to it belong to the lower half, which ties may make the larger one. */
export function medianSplit(values: ArrayLike<number>): Inferred<MedianSplit> {
  const method = "median split (above against up to)";
  const ascending = sorted(values);
  const n = ascending.length;
  const median = quantileOfSorted(ascending, 0.5);
  const high = ascending.reduce((sum, value) => sum + (median !== null && value > median ? 1 : 0), 0);
  if (median === null || high === 0) return undetermined(method, n, "no value is above the median");
  return { ...binning(method, n), median, low: n - high, high };
}
