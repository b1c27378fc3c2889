import { AppError } from "../../core/errors.ts";
import { type Alternative, type Inferred, undetermined } from "../inference.ts";
import { type Plan, rowCount, statisticOf } from "./plan.ts";
import { choices } from "./rearrangement.ts";
import { type RunOptions, runPlan } from "./run-plan.ts";
import { requireSamples, rowsOf, type Samples, type Statistic } from "./samples.ts";
import type { StatisticName } from "./statistics.ts";

export interface PermutationRequest<S extends StatisticName | Statistic = StatisticName | Statistic> {
  /** Two or more groups, or two of equal length for pairs. */
  readonly samples: Samples;
  readonly statistic: S;
  readonly seed: number;
  /** `groups` deals all rows anew; `pairs` exchanges the two rows of each pair. */
  readonly exchange?: "groups" | "pairs";
  readonly alternative?: Alternative;
  /** Default 9,999; when there are no more rearrangements than this, all are gone through and the result is exact. */
  readonly replicates?: number;
}

export interface PermutationTest {
  /** The statistic as observed. */
  readonly statistic: number;
  readonly pValue: number;
  readonly exact: boolean;
  readonly replicates: number;
  /** Standard error of a random p-value; 0 when exact. */
  readonly pValueSe: number;
  readonly seed: number;
}

/** What has to be run before the p-value can be told. */
export interface PermutationPlan<S extends StatisticName | Statistic> {
  readonly plan: Plan<S>;
  readonly count: number;
  readonly exact: boolean;
}

export function permutationPlan<S extends StatisticName | Statistic>(
  request: PermutationRequest<S>,
): PermutationPlan<S> {
  const { samples, statistic, seed, exchange = "groups", replicates = 9999 } = request;
  requireSamples(samples);
  const sizes = samples.map(rowsOf);
  const [first = 0, second = 0] = sizes;
  if (exchange === "pairs" && (sizes.length !== 2 || first !== second)) {
    throw new AppError("USAGE", `pairs need two groups of equal size, not groups of ${sizes.join(" and ")}`, {
      hint: 'give the two values of each pair at the same position, or exchange: "groups"',
    });
  }
  const ways = exchange === "pairs" ? 2 ** first : sizes.length === 2 ? choices(first + second, first) : Infinity;
  const exact = ways <= replicates;
  const [every, random] = exchange === "pairs" ? (["swap-all", "swap"] as const) : (["deal", "shuffle"] as const);
  const plan: Plan<S> = { scheme: exact ? every : random, samples, statistic, seed, withErrors: false };
  return { plan, count: sizes.includes(0) ? 0 : exact ? ways : replicates, exact };
}

/**
 * Permutation test: the share of rearrangements whose statistic is at least as extreme, twice the smaller tail when
 * two-sided. Random ones count the observed arrangement too, so p is never 0 (Phipson and Smyth 2010).
 */
export function permutationTest(request: PermutationRequest, options: RunOptions = {}): Inferred<PermutationTest> {
  const { plan, count } = permutationPlan(request);
  return permutationResult(request, runPlan(plan, count, options));
}

/** The result from what the plan gave. */
export function permutationResult(request: PermutationRequest, values: Float64Array): Inferred<PermutationTest> {
  const { samples, seed, alternative = "two-sided", exchange = "groups" } = request;
  const { exact } = permutationPlan(request);
  const n = rowCount(samples);
  const method = `permutation test of ${exchange}, ${exact ? "exact" : "random"}`;
  const sizes = samples.map(rowsOf);
  if (sizes.length < 2 || sizes.some((size) => size === 0)) {
    return undetermined(method, n, `groups of ${sizes.join(" and ")} rows; 1 is needed in each of at least two`);
  }
  const statistic = statisticOf(request.statistic).value(samples);
  const pValue = pValueOf(values, statistic, { exact, alternative });
  return {
    status: "ok",
    method,
    n,
    assumptions: ["rows can be exchanged when there is no effect"],
    warnings: [],
    statistic,
    pValue,
    exact,
    replicates: values.length,
    pValueSe: exact ? 0 : Math.sqrt((pValue * (1 - pValue)) / values.length),
    seed,
  };
}

/** Values that differ from the observed one by rounding only are equal to it. */
const ROUNDING = 1e-14;

function pValueOf(
  values: Float64Array,
  observed: number,
  { exact, alternative }: { readonly exact: boolean; readonly alternative: Alternative },
): number {
  const slack = Math.abs(observed) * ROUNDING;
  let [lower, upper] = exact ? [0, 0] : [1, 1];
  for (const value of values) {
    if (value <= observed + slack) lower++;
    if (value >= observed - slack) upper++;
  }
  const total = values.length + (exact ? 0 : 1);
  if (alternative === "less") return lower / total;
  if (alternative === "greater") return upper / total;
  return Math.min(1, (2 * Math.min(lower, upper)) / total);
}
