/** How pairs of pairs agree, and the ties among them. */
export interface Discordance {
  /** Pairs of pairs ordered alike in both, less those ordered against each other. */
  readonly score: number;
  readonly discordant: number;
  readonly x: TieSums;
  readonly y: TieSums;
}

/** Over runs of t equal values. */
export interface TieSums {
  /** Sum of t (t − 1) / 2. */
  readonly pairs: number;
  /** Sum of t (t − 1) (t − 2). */
  readonly triples: number;
  /** Sum of t (t − 1) (2t + 5). */
  readonly weighted: number;
}

/** Counts by sorting, in n log n steps (Knight 1966). */
export function discordanceOf(x: ArrayLike<number>, y: ArrayLike<number>): Discordance {
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => (x[i] as number) - (x[j] as number) || (y[i] as number) - (y[j] as number),
  );
  const xs = Float64Array.from(order, (i) => x[i] as number);
  const ys = Float64Array.from(order, (i) => y[i] as number);
  let [both, run] = [0, 1];
  for (let i = 1; i <= n; i++) {
    if (i < n && xs[i] === xs[i - 1] && ys[i] === ys[i - 1]) run++;
    else {
      both += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  const tiesX = tieSums(xs);
  const discordant = countInversions(ys);
  const tiesY = tieSums(ys);
  const pairs = (n * (n - 1)) / 2;
  return { score: pairs - tiesX.pairs - tiesY.pairs + both - 2 * discordant, discordant, x: tiesX, y: tiesY };
}

function tieSums(ascending: Float64Array): TieSums {
  let [pairs, triples, weighted, run] = [0, 0, 0, 1];
  for (let i = 1; i <= ascending.length; i++) {
    if (i < ascending.length && ascending[i] === ascending[i - 1]) run++;
    else {
      pairs += (run * (run - 1)) / 2;
      triples += run * (run - 1) * (run - 2);
      weighted += run * (run - 1) * (2 * run + 5);
      run = 1;
    }
  }
  return { pairs, triples, weighted };
}

/** Pairs out of order, by merge sort; the array is sorted afterwards. */
function countInversions(values: Float64Array): number {
  const n = values.length;
  let [from, to]: [Float64Array, Float64Array] = [values, new Float64Array(n)];
  let inversions = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const [middle, end] = [Math.min(start + width, n), Math.min(start + 2 * width, n)];
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        if (left < middle && (right >= end || (from[left] as number) <= (from[right] as number))) {
          to[at] = from[left++] as number;
        } else {
          inversions += middle - left;
          to[at] = from[right++] as number;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return inversions;
}
