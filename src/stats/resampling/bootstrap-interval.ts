import { unreachable } from "../../core/unreachable.ts";
import { quantileOfSorted } from "../descriptive/quantile.ts";
import { normal } from "../distributions/normal.ts";
import type { Interval } from "../inference.ts";
import { rowsOf, type Samples } from "./samples.ts";

export type BootstrapMethod = "percentile" | "basic" | "bca" | "studentised";

export interface BootstrapEvidence {
  readonly estimate: number;
  /** The statistic of each replicate. */
  readonly replicates: Float64Array;
  /** For `bca`: the statistic without each row. */
  readonly jackknife?: Float64Array;
  /** For `studentised`: the standard error of the estimate and of each replicate. */
  readonly errors?: { readonly estimate: number; readonly replicates: Float64Array };
  readonly samples: Samples;
}

/**
 * Two-sided interval from replicates (Efron and Tibshirani 1993, chapters 12 to 14); null where the method is not
 * defined for them: all on one side of the estimate (`bca`), a replicate without spread (`studentised`).
 */
export function bootstrapInterval(
  evidence: BootstrapEvidence,
  method: BootstrapMethod,
  level: number,
): Interval | null {
  const tail = (1 - level) / 2;
  const { estimate, replicates } = evidence;
  switch (method) {
    case "percentile":
      return spanned(replicates, [tail, 1 - tail], level);
    case "basic": {
      const span = spanned(replicates, [tail, 1 - tail], level);
      return span && { low: 2 * estimate - span.high, high: 2 * estimate - span.low, level };
    }
    case "bca": {
      const shares = bcaShares(evidence, tail);
      return shares && spanned(replicates, shares, level);
    }
    case "studentised":
      return studentised(evidence, tail, level);
    default:
      return unreachable(method);
  }
}

function spanned(replicates: Float64Array, [low, high]: readonly [number, number], level: number): Interval | null {
  const ascending = replicates.slice().sort();
  const [from, to] = [quantileOfSorted(ascending, low), quantileOfSorted(ascending, high)];
  return from === null || to === null ? null : { low: from, high: to, level };
}

/** Shares of the replicates to cut at, corrected for bias and acceleration. */
function bcaShares(
  { estimate, replicates, jackknife, samples }: BootstrapEvidence,
  tail: number,
): readonly [number, number] | null {
  const standard = normal();
  let rank = 0;
  for (const value of replicates) rank += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const bias = standard.quantile(rank / replicates.length);
  const acceleration = accelerationOf(samples, jackknife ?? new Float64Array());
  if (!Number.isFinite(bias) || !Number.isFinite(acceleration)) return null;
  const share = (z: number): number => standard.cdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = standard.upperQuantile(tail);
  return [share(-z), share(z)];
}

/** Acceleration of one or more samples from the jackknife (Davison and Hinkley 1997, section 5.3.2). */
function accelerationOf(samples: Samples, jackknife: Float64Array): number {
  let from = 0;
  let [cubes, squares] = [0, 0];
  for (const columns of samples) {
    const n = rowsOf(columns);
    const own = jackknife.subarray(from, from + n);
    const mean = own.reduce((sum, value) => sum + value, 0) / n;
    for (const value of own) {
      const influence = ((n - 1) * (mean - value)) / n;
      cubes += influence ** 3;
      squares += influence ** 2;
    }
    from += n;
  }
  return cubes / (6 * squares ** 1.5);
}

function studentised(evidence: BootstrapEvidence, tail: number, level: number): Interval | null {
  const { estimate, replicates, errors } = evidence;
  if (errors === undefined) return null;
  const scores = replicates.map((value, i) => (value - estimate) / (errors.replicates[i] as number));
  if (!scores.every(Number.isFinite)) return null;
  const span = spanned(scores, [tail, 1 - tail], level);
  return span && { low: estimate - span.high * errors.estimate, high: estimate - span.low * errors.estimate, level };
}
