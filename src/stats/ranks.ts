import { ascendingOrder } from "./ascending-order.ts";

/** Ranks of a sample from 1; equal values share the mean of their ranks. */
export interface Ranks {
  readonly ranks: Float64Array;
  /** Sum of t³ − t over runs of t equal values; 0 without ties. */
  readonly ties: number;
}

export function midRanks(values: ArrayLike<number>): Ranks {
  const given = values instanceof Float64Array ? values : Float64Array.from(values);
  const order = ascendingOrder(given);
  const ranks = new Float64Array(given.length);
  let ties = 0;
  for (let start = 0; start < order.length; ) {
    const value = given[order[start] as number];
    let end = start + 1;
    while (end < order.length && given[order[end] as number] === value) end++;
    const run = end - start;
    ties += run * run * run - run;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) ranks[order[i] as number] = rank;
    start = end;
  }
  return { ranks, ties };
}
