/** What a limit divides the pairs into. */
interface Division {
  /** Pairs up to and including the limit. */
  readonly count: number;
  /** The greatest value of a pair up to the limit, -Infinity if there is none. */
  readonly below: number;
  /** The least value of a pair above the limit, Infinity if there is none. */
  readonly above: number;
}

/** Values of pairs in ascending order, too many to list: each limit is tried in a walk along the sorted samples. */
export interface PairwiseOrder {
  readonly total: number;
  readonly least: number;
  readonly greatest: number;
  divide(limit: number): Division;
}

/** The differences x - y of every value of one ascending sample with every value of the other. */
export function differences(x: Float64Array, y: Float64Array): PairwiseOrder {
  const at = (i: number, j: number): number => (x[i] as number) - (y[j] as number);
  const divide = (limit: number): Division => {
    let [count, below, above] = [0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    let j = y.length;
    for (let i = x.length - 1; i >= 0; i--) {
      while (j > 0 && at(i, j - 1) <= limit) j--;
      if (j < y.length) below = Math.max(below, at(i, j));
      if (j === 0) return { count: count + (i + 1) * y.length, below, above };
      above = Math.min(above, at(i, j - 1));
      count += y.length - j;
    }
    return { count, below, above };
  };
  return { total: x.length * y.length, least: at(0, y.length - 1), greatest: at(x.length - 1, 0), divide };
}

/** The means of every two values of an ascending sample, each value with itself included (Walsh averages). */
export function walshAverages(x: Float64Array): PairwiseOrder {
  const n = x.length;
  const at = (i: number, j: number): number => ((x[i] as number) + (x[j] as number)) / 2;
  const divide = (limit: number): Division => {
    let [count, below, above] = [0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    let j = n - 1;
    for (let i = 0; i < n; i++) {
      while (j >= i && at(i, j) > limit) j--;
      if (j + 1 < n) above = Math.min(above, at(i, Math.max(i, j + 1)));
      if (j < i) break;
      below = Math.max(below, at(i, j));
      count += j - i + 1;
    }
    return { count, below, above };
  };
  return { total: (n * (n + 1)) / 2, least: at(0, 0), greatest: at(n - 1, n - 1), divide };
}

/**
 * The `k`-th smallest value, from 1: the range is parted and its ends drawn in to values that occur. Where to part it is
 * guessed from the counts at the ends, in every third step it is the middle, so that no run of values makes it slow.
 */
export function kthPair({ total, least, greatest, divide }: PairwiseOrder, k: number): number {
  let [low, high] = [least, greatest];
  let [upToLow, upToHigh] = [0, total];
  for (let step = 1; low < high; step++) {
    const share = step % 3 === 0 ? 0.5 : (k - 0.5 - upToLow) / (upToHigh - upToLow);
    const limit = low + (high - low) * share;
    const { count, below, above } = divide(limit < high ? limit : low);
    if (count >= k) [high, upToHigh] = [below, count];
    else [low, upToLow] = [above, count];
  }
  return high;
}

/** The middle one, or the mean of the middle two. */
export function middleOf(order: PairwiseOrder): number {
  const half = Math.floor((order.total + 1) / 2);
  const value = kthPair(order, half);
  if (order.total % 2 === 1) return value;
  const { count, above } = order.divide(value);
  return count > half ? value : (value + above) / 2;
}
