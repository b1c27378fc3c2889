import { type GroupMoments, requireMoments } from "../anova/group-moments.ts";
import { noncentralT } from "../distributions/noncentral-t.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { signedNoncentralityInterval } from "./noncentrality.ts";
import { smallSampleFactor } from "./small-sample-factor.ts";

export interface StandardizedDifference {
  /** Difference by the standard deviation of the sample; too large by a few percent in small samples. */
  readonly cohenD: Estimate;
  /** With that bias removed (Hedges 1981, exact factor). */
  readonly hedgesG: Estimate;
}

interface LevelOption {
  /** Default 0.95. */
  readonly level?: number;
}

/**
 * The difference of two means (first less second) in units of their pooled standard deviation, with the exact interval from
 * the noncentral t distribution. Undetermined without two values in all beyond the two means, or without variance.
 */
export function standardizedDifference(
  first: GroupMoments,
  second: GroupMoments,
  { level = 0.95 }: LevelOption = {},
): Inferred<StandardizedDifference> {
  const method = "standardized difference of means";
  requireMoments([first, second]);
  const n = first.n + second.n;
  const df = n - 2;
  if (first.n < 1 || second.n < 1 || df < 1)
    return undetermined(method, n, "there are fewer than three values in two groups");
  const sd = Math.sqrt((first.m2 + second.m2) / df);
  if (sd === 0) return undetermined(method, n, "the values do not differ within the groups");
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent values", "normal values within groups", "equal variances"],
    warnings: [],
    ...scaled((first.mean - second.mean) / sd, { df, size: 1 / (1 / first.n + 1 / second.n), level }),
  };
}

/**
 * The mean, less `reference`, in standard deviations: of one sample, or of the differences of pairs (d_z). Undetermined below
 * two values or without variance.
 */
export function standardizedMean(
  sample: GroupMoments,
  { reference = 0, level = 0.95 }: LevelOption & { readonly reference?: number } = {},
): Inferred<StandardizedDifference> {
  const method = "standardized mean";
  requireMoments([sample]);
  const { n, mean, m2 } = sample;
  if (n < 2) return undetermined(method, n, "there are fewer than two values");
  if (m2 === 0) return undetermined(method, n, "the values do not differ");
  const sd = Math.sqrt(m2 / (n - 1));
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent values", "normal values"],
    warnings: [],
    ...scaled((mean - reference) / sd, { df: n - 1, size: n, level }),
  };
}

/** d and g with intervals, where d · √size is noncentral t with noncentrality δ · √size. */
function scaled(
  d: number,
  { df, size, level }: { readonly df: number; readonly size: number; readonly level: number },
): StandardizedDifference {
  const root = Math.sqrt(size);
  const t = d * root;
  const { low, high } = signedNoncentralityInterval((delta) => noncentralT(df, delta), {
    statistic: t,
    guess: t,
    level,
  });
  const j = smallSampleFactor(df);
  const [from, to] = [low / root, high / root];
  return {
    cohenD: { value: d, se: null, interval: { low: from, high: to, level } },
    hedgesG: { value: j * d, se: null, interval: { low: j * from, high: j * to, level } },
  };
}
