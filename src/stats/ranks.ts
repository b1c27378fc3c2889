import { countBelow, countUpTo } from "./descriptive/bisect.ts";

/** Ranks of a sample from 1; equal values share the mean of their ranks. */
export interface Ranks {
  readonly ranks: Float64Array;
  /** Sum of t³ − t over runs of t equal values; 0 without ties. */
  readonly ties: number;
}

export function midRanks(values: ArrayLike<number>): Ranks {
  const ascending = Float64Array.from(values).sort();
  let ties = 0;
  for (let start = 0; start < ascending.length; ) {
    const value = ascending[start] as number;
    let end = start + 1;
    while (end < ascending.length && ascending[end] === value) end++;
    const run = end - start;
    ties += run * run * run - run;
    start = end;
  }
  const ranks = Float64Array.from(values, (value) => {
    const below = countBelow(ascending, value);
    return ascending[below + 1] === value ? (below + 1 + countUpTo(ascending, value)) / 2 : below + 1;
  });
  return { ranks, ties };
}
