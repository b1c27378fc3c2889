import { unreachable } from "../../core/unreachable.ts";
import { requireBetween } from "../input.ts";
import { countBelow, countUpTo } from "./bisect.ts";
import { momentsOf } from "./moments.ts";
import { quantileOfSorted, sorted } from "./quantile.ts";

/** How wide the bins are: a rule's name, or how many there are. */
export type BinRule = "auto" | "freedman-diaconis" | "sturges" | "scott" | number;

export interface Histogram {
  /** One more than there are bins, ascending. */
  readonly edges: Float64Array;
  /** Values in each bin: the lower edge belongs to it, the upper one to the next; the last bin has both. */
  readonly counts: Float64Array;
  readonly n: number;
}

const MAX_BINS = 100_000;

/**
 * Counts in equal bins from the least value to the greatest; null for no values. The rules are NumPy's: `auto` takes
 * the narrower of Sturges and Freedman-Diaconis, the latter no narrower than range / (2 √n). Data without spread get
 * one bin of width 1 around the value. At most 100,000 bins are made.
 */
export function histogram(values: ArrayLike<number>, { bins = "auto" as BinRule } = {}): Histogram | null {
  if (typeof bins === "number") requireBetween(bins, [0, MAX_BINS + 1], "the number of bins");
  const ascending = sorted(values);
  const n = ascending.length;
  const least = ascending[0];
  const greatest = ascending[n - 1];
  if (least === undefined || greatest === undefined) return null;
  const [low, high] = least === greatest ? [least - 0.5, greatest + 0.5] : [least, greatest];
  const edges = equalEdges(low, high, typeof bins === "number" ? bins : binCount(ascending, bins, high - low));
  return { edges, counts: countBetween(ascending, edges), n };
}

/** Values in ascending order counted between ascending edges; what lies outside them is not counted. */
function countBetween(ascending: Float64Array, edges: Float64Array): Float64Array {
  const last = edges.length - 1;
  const counts = new Float64Array(last);
  for (let bin = 0; bin < last; bin++) {
    const high = edges[bin + 1] as number;
    const end = bin === last - 1 ? countUpTo(ascending, high) : countBelow(ascending, high);
    counts[bin] = end - countBelow(ascending, edges[bin] as number);
  }
  return counts;
}

function binCount(ascending: Float64Array, rule: Exclude<BinRule, number>, range: number): number {
  const width = binWidth(ascending, rule);
  if (!(width > 0)) return 1;
  return Math.min(Math.ceil(range / width), MAX_BINS);
}

function binWidth(ascending: Float64Array, rule: Exclude<BinRule, number>): number {
  const n = ascending.length;
  const range = (ascending[n - 1] as number) - (ascending[0] as number);
  const sturges = range / (Math.log2(n) + 1);
  const quartile = (p: number): number => quantileOfSorted(ascending, p) as number;
  switch (rule) {
    case "sturges":
      return sturges;
    case "freedman-diaconis":
      return (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(n);
    case "scott":
      return Math.cbrt((24 * Math.sqrt(Math.PI)) / n) * Math.sqrt(momentsOf(ascending).m2 / n);
    case "auto":
      return Math.min(sturges, Math.max(binWidth(ascending, "freedman-diaconis"), range / Math.sqrt(n) / 2));
    default:
      return unreachable(rule);
  }
}

function equalEdges(low: number, high: number, bins: number): Float64Array {
  const step = (high - low) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * step));
}
