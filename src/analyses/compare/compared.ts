import type { Interval } from "../../stats/inference.ts";

/** A number with its interval, which may be missing. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | null;
}

export interface GroupLine {
  readonly group: string;
  readonly n: number;
  readonly mean: number;
  /** Of the sample; null for one value. */
  readonly sd: number | null;
  readonly skewness: number | null;
  readonly interval: Interval | null;
  /** Among the values of all groups; null in a paired design. */
  readonly meanRank: number | null;
}

export interface TestLine {
  readonly method: string;
  /** What the statistic is called: t, F, U, H. */
  readonly symbol: string;
  readonly statistic: number;
  /** One number, or two for an F test; empty where the distribution has none. */
  readonly df: readonly number[];
  readonly pValue: number;
}

/** Two groups of several. */
export interface PairLine {
  readonly first: string;
  readonly second: string;
  /** Mean of the first less mean of the second, with an interval that holds for all pairs at once. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  /** Games and Howell's, already for all pairs; null where a group has fewer than two different values. */
  readonly pValue: number | null;
  /** Dunn's of the mean ranks, corrected. */
  readonly rankPValue: number | null;
}

/** The smallest true effect that these data would have shown. */
export interface Detectable {
  readonly name: string;
  readonly effect: number;
  /** In the unit of the value; null where the effect is not a difference of two means. */
  readonly inUnits: number | null;
  readonly power: number;
}

export interface CompareResult {
  readonly table: string;
  readonly value: string;
  readonly by: string;
  readonly design: "independent" | "paired";
  readonly level: number;
  readonly correction: string;
  /** Values compared; of a paired design pairs. */
  readonly n: number;
  /** Rows of the selection without a value or without a group, or units without a pair. */
  readonly leftOut: number;
  readonly groups: readonly GroupLine[];
  /** Of the means; of three groups or more null where one has fewer than two different values. */
  readonly test: TestLine | null;
  readonly robust: TestLine | null;
  /** Of two groups: the first mean less the second. */
  readonly difference: Measured | null;
  readonly effect: Measured | null;
  readonly robustEffect: Measured | null;
  readonly pairs: readonly PairLine[];
  readonly detectable: Detectable | null;
}

/** Whether a p-value claims a difference at the level of the result. */
export const claims = (pValue: number | null | undefined, level: number): boolean =>
  pValue != null && pValue <= 1 - level + 1e-12;

/** The test that the answer speaks from: of the ranks where the means are not tested. */
export const decisive = ({ test, robust }: Pick<CompareResult, "test" | "robust">): TestLine | null => test ?? robust;
