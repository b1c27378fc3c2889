/** Ranks of a sample from 1; equal values share the mean of their ranks. */
export interface Ranks {
  readonly ranks: Float64Array;
  /** Sum of t³ − t over runs of t equal values; 0 without ties. */
  readonly ties: number;
}

export function midRanks(values: ArrayLike<number>): Ranks {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => (values[i] as number) - (values[j] as number),
  );
  const ranks = new Float64Array(n);
  let ties = 0;
  for (let start = 0; start < n; ) {
    const value = values[order[start] as number];
    let end = start + 1;
    while (end < n && values[order[end] as number] === value) end++;
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2;
    const run = end - start;
    ties += run * run * run - run;
    start = end;
  }
  return { ranks, ties };
}
