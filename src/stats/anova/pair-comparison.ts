import type { Estimate } from "../inference.ts";

/** One of all comparisons of two groups, by their positions in the input. */
export interface PairComparison {
  readonly first: number;
  readonly second: number;
  /** Mean of the first less mean of the second, with an interval that holds for all pairs at once. */
  readonly difference: Estimate;
  /** Studentised range statistic: the difference by its standard error, times √2. */
  readonly statistic: number;
  readonly df: number;
  /** Already corrected for all pairs. */
  readonly pValue: number;
}

/** All pairs of positions i < j below `count`. */
export function pairsBelow(count: number): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, step) => [i, i + 1 + step] as const),
  );
}
