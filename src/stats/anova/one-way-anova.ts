import { fisherF } from "../distributions/fisher-f.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { type GroupMoments, partition, requireMoments } from "./group-moments.ts";

/** An F test of the hypothesis that all groups have one mean. */
export interface FTest {
  readonly statistic: number;
  readonly dfBetween: number;
  /** Need not be whole for Welch's test. */
  readonly dfWithin: number;
  readonly pValue: number;
}

export interface AnovaTable extends FTest {
  readonly sumOfSquaresBetween: number;
  readonly sumOfSquaresWithin: number;
}

const METHOD = "one-way ANOVA";

/** A standard deviation more than this many times another makes the classical test doubtful. */
const SPREAD_RATIO = 2;

/**
 * Classical one-way analysis of variance from the moments of each group (Fisher 1925). Empty groups are left out.
 * Undetermined with fewer than two groups, without replication, or when no value differs within any group.
 */
export function oneWayAnova(groups: readonly GroupMoments[]): Inferred<AnovaTable> {
  requireMoments(groups);
  const used = groups.filter(({ n }) => n > 0);
  const { n, between, within } = partition(used);
  if (used.length < 2) return undetermined(METHOD, n, "fewer than two groups have values");
  const [dfBetween, dfWithin] = [used.length - 1, n - used.length];
  if (dfWithin < 1) return undetermined(METHOD, n, "no group has more than one value");
  if (within === 0) return undetermined(METHOD, n, "the values do not differ within any group");
  const statistic = between / dfBetween / (within / dfWithin);
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent values", "normal values within groups", "equal variances"],
    warnings: [...leftOut(groups.length - used.length), ...unequalSpread(used)],
    statistic,
    dfBetween,
    dfWithin,
    pValue: fisherF(dfBetween, dfWithin).sf(statistic),
    sumOfSquaresBetween: between,
    sumOfSquaresWithin: within,
  };
}

/** The warning that groups had nothing to say. */
export function leftOut(groups: number, because = "empty"): readonly string[] {
  if (groups === 0) return [];
  return [groups === 1 ? `1 group is ${because} and left out` : `${groups} groups are ${because} and left out`];
}

function unequalSpread(groups: readonly GroupMoments[]): readonly string[] {
  const variances = groups.filter(({ n }) => n > 1).map(({ n, m2 }) => m2 / (n - 1));
  const ratio = Math.sqrt(Math.max(...variances) / Math.min(...variances));
  return ratio > SPREAD_RATIO
    ? ["standard deviations differ more than twofold: Welch's test does not need them equal"]
    : [];
}
