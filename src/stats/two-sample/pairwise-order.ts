const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);
const SIGN = 2n ** 63n;

/** Whole numbers in the order of the doubles, so that halving finds any double in 64 steps. */
function toKey(value: number): bigint {
  float[0] = value + 0;
  const raw = bits[0] as bigint;
  return raw >= 0n ? raw : -raw - SIGN;
}

function fromKey(key: bigint): number {
  bits[0] = key >= 0n ? key : -key - SIGN;
  return float[0] as number;
}

/** The least double that `count` puts at least `k` things at or below; `count` never falls. */
function leastReaching(count: (value: number) => number, k: number, [low, high]: readonly [number, number]): number {
  let [from, to] = [toKey(low), toKey(high)];
  while (from < to) {
    const middle = from + ((to - from) >> 1n);
    if (count(fromKey(middle)) >= k) to = middle;
    else from = middle + 1n;
  }
  return fromKey(from);
}

/** The `k`-th smallest (from 1) of something there are `total` of, without listing them. */
export interface PairwiseOrder {
  readonly total: number;
  kth(k: number): number;
}

/** The differences x - y of every value of one ascending sample with every value of the other. */
export function differences(x: Float64Array, y: Float64Array): PairwiseOrder {
  const count = (limit: number): number => {
    let pairs = 0;
    let j = y.length;
    for (let i = x.length - 1; i >= 0; i--) {
      while (j > 0 && (x[i] as number) - (y[j - 1] as number) <= limit) j--;
      pairs += y.length - j;
      if (j === 0) return pairs + i * y.length;
    }
    return pairs;
  };
  const low = (x[0] as number) - (y[y.length - 1] as number);
  const high = (x[x.length - 1] as number) - (y[0] as number);
  return { total: x.length * y.length, kth: (k) => leastReaching(count, k, [low, high]) };
}

/** The means of every two values of an ascending sample, each value with itself included (Walsh averages). */
export function walshAverages(x: Float64Array): PairwiseOrder {
  const n = x.length;
  const mean = (i: number, j: number): number => ((x[i] as number) + (x[j] as number)) / 2;
  const count = (limit: number): number => {
    let pairs = 0;
    let j = n - 1;
    for (let i = 0; i < n && i <= j; i++) {
      while (j >= i && mean(i, j) > limit) j--;
      pairs += j - i + 1;
    }
    return pairs;
  };
  return { total: (n * (n + 1)) / 2, kth: (k) => leastReaching(count, k, [x[0] as number, x[n - 1] as number]) };
}

/** The middle one, or the mean of the middle two. */
export function middleOf({ total, kth }: PairwiseOrder): number {
  const half = Math.floor((total + 1) / 2);
  return total % 2 === 1 ? kth(half) : (kth(half) + kth(half + 1)) / 2;
}
