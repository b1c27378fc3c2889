import { sorted } from "../descriptive/quantile.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { type Bins, binning, binsAt } from "./bins.ts";

export interface NaturalBreaks extends Bins {
  /** Sum of squared deviations from the means of the bins: the smallest there is. */
  readonly withinSquares: number;
  /** Share of the sum of squares that the bins explain: Jenks' goodness of variance fit. */
  readonly fit: number;
}

/**
 * Jenks' natural breaks: the bins that differ least within (Fisher 1958). The optimum is exact: dynamic programming
 * over distinct values, halved by the monotony of best breaks, in k m log m steps for m of them.
 */
export function naturalBreaks(values: ArrayLike<number>, count: number): Inferred<NaturalBreaks> {
  const method = `${count} natural breaks (Jenks, exact)`;
  const ascending = sorted(values);
  const n = ascending.length;
  const ends = Array.from(ascending.keys()).filter((i) => i === n - 1 || ascending[i] !== ascending[i + 1]);
  const distinct = ends.length;
  if (distinct < Math.max(2, count)) return undetermined(method, n, `only ${distinct} distinct values`);
  const squares = squaresBetween(ascending, ends);
  let best: Float64Array = Float64Array.from({ length: distinct }, (_, last) => squares(0, last));
  const starts: Int32Array[] = [];
  for (let bins = 2; bins <= count; bins++) {
    const row: Row = { best: new Float64Array(distinct).fill(Infinity), start: new Int32Array(distinct) };
    fill(row, (first, last) => (best[first - 1] as number) + squares(first, last), {
      from: bins - 1,
      to: distinct - 1,
      low: bins - 1,
      high: distinct - 1,
    });
    best = row.best;
    starts.push(row.start);
  }
  const valueAt = (at: number): number => ascending[ends[at] as number] as number;
  const edges = [valueAt(distinct - 1)];
  let last = distinct - 1;
  for (const start of starts.reverse()) {
    last = (start[last] as number) - 1;
    edges.unshift(between(valueAt(last), valueAt(last + 1)));
  }
  edges.unshift(valueAt(0));
  const withinSquares = best[distinct - 1] as number;
  return { ...binning(method, n), ...binsAt(edges), withinSquares, fit: 1 - withinSquares / squares(0, distinct - 1) };
}

/** An edge between two values: the middle, which rounding must not make the higher one. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

/** Sum of squared deviations from their mean of the distinct values first..last with their counts, from prefix sums. */
function squaresBetween(ascending: Float64Array, ends: readonly number[]): (first: number, last: number) => number {
  const centre = ascending[ascending.length >> 1] as number;
  const sums = new Float64Array(ends.length + 1);
  const products = new Float64Array(ends.length + 1);
  let [sum, product, value] = [0, 0, 0];
  ends.forEach((end, at) => {
    for (; value <= end; value++) {
      const apart = (ascending[value] as number) - centre;
      sum += apart;
      product += apart * apart;
    }
    sums[at + 1] = sum;
    products[at + 1] = product;
  });
  return (first, last) => {
    const count = (ends[last] as number) - (first === 0 ? -1 : (ends[first - 1] as number));
    const total = (sums[last + 1] as number) - (sums[first] as number);
    return Math.max(0, (products[last + 1] as number) - (products[first] as number) - (total * total) / count);
  };
}

interface Row {
  readonly best: Float64Array;
  /** First value of the last bin. */
  readonly start: Int32Array;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** The best start of the last bin for every end from..to, known to lie in low..high. */
function fill(row: Row, cost: (first: number, last: number) => number, { from, to, low, high }: Range): void {
  if (from > to) return;
  const last = (from + to) >> 1;
  for (let first = low; first <= Math.min(high, last); first++) {
    const found = cost(first, last);
    if (found >= (row.best[last] as number)) continue;
    row.best[last] = found;
    row.start[last] = first;
  }
  const start = row.start[last] as number;
  fill(row, cost, { from, to: last - 1, low, high: start });
  fill(row, cost, { from: last + 1, to, low: start, high });
}
