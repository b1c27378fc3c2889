import { studentT } from "../distributions/student-t.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { type Moments, variance as varianceOf } from "./moments.ts";

/** Sums over clusters of the square and of the fourth power of what each contributes. */
export interface Contributions {
  readonly squares: number;
  readonly fourths: number;
}

/** What rows in clusters add up to. */
export interface ClusterSums {
  readonly clusters: number;
  readonly n: number;
  readonly mean: number;
  /** Mean of the squared distances from the mean. */
  readonly variance: number;
  /** A cluster contributes the sum of its rows' distances from the mean. */
  readonly toMean: Contributions;
  /** A cluster contributes the sum of its rows' squared distances from the mean, each less the variance. */
  readonly toVariance: Contributions;
}

export interface MeanAndSpread {
  readonly mean: Estimate;
  readonly sd: Estimate;
}

/** Fewer clusters, or rows, say too little of how they differ. */
const FEWEST = 8;
/** With fewer, 95 % intervals of the standard deviation were measured to cover 86 to 93 %. */
const ENOUGH = 60;
/** Contributions this small beside what independent rows would bring are zero but for rounding. */
const NOTHING = 1e-9;

/**
 * Mean and standard deviation of values whose rows go together in clusters (those of one customer) in any way. Errors as
 * statsmodels `OLS(z, 1).fit(cov_type="cluster")` has them (Liang, Zeger 1986, with the factor G/(G-1)), of the
 * squared distances from the mean for the standard deviation, whose interval is that of its logarithm; the variance of the
 * mean is added to that of the values, which for independent rows divides by n - 1. Intervals are of t with the degrees of
 * freedom that the kurtosis of what clusters contribute leaves (Satterthwaite 1946), G - 1 at most.
 * @param level of the intervals, 0..1
 */
export function clusteredMoments(sums: ClusterSums, level = 0.95): Inferred<MeanAndSpread> {
  const method = "mean and standard deviation with cluster-robust errors";
  const { clusters, n, variance, toMean, toVariance } = sums;
  if (clusters < FEWEST) return undetermined(method, clusters, `${clusters} clusters, fewer than ${FEWEST}`);
  if (!(variance > 0)) return undetermined(method, clusters, "all values are equal");
  if (isNothing(toMean, n * variance) || isNothing(toVariance, n * variance ** 2))
    return undetermined(method, clusters, "the clusters are all alike, so that nothing says how others would differ");
  const mean = robust(toMean, clusters, level);
  const spread = robust(toVariance, clusters, level);
  const seMean = mean.se / n;
  return answer(
    method,
    { clusters, level },
    {
      mean: { value: sums.mean, se: seMean, half: mean.half / n },
      sd: Math.sqrt(variance + seMean ** 2),
      relative: { se: spread.se / n / (2 * variance), half: spread.half / n / (2 * variance) },
    },
  );
}

/**
 * Mean and standard deviation of independent values of any shape: t for the mean; for the standard deviation the delta
 * method with the values' own kurtosis, on the scale of its logarithm.
 * @param level of the intervals, 0..1
 */
export function meanAndSpread(moments: Moments, level = 0.95): Inferred<MeanAndSpread> {
  const method = "mean and standard deviation, errors by the values' kurtosis";
  const { n, mean, m2, m4 } = moments;
  const variance = varianceOf(moments);
  if (n < FEWEST) return undetermined(method, n, `${n} values, fewer than ${FEWEST}`);
  if (variance === null || !(variance > 0)) return undetermined(method, n, "all values are equal");
  const excess = m4 / n - (m2 / n) ** 2;
  if (!(excess > NOTHING * (m2 / n) ** 2)) return undetermined(method, n, "all values lie equally far from their mean");
  const t = studentT(n - 1).quantile((1 + level) / 2);
  const [seMean, seRelative] = [Math.sqrt(variance / n), Math.sqrt(excess / n) / (2 * (m2 / n))];
  return answer(
    method,
    { clusters: n, level },
    {
      mean: { value: mean, se: seMean, half: t * seMean },
      sd: Math.sqrt(variance),
      relative: { se: seRelative, half: t * seRelative },
    },
  );
}

const isNothing = ({ squares }: Contributions, independent: number): boolean => !(squares > NOTHING * independent);

interface Measured {
  readonly mean: { readonly value: number; readonly se: number; readonly half: number };
  readonly sd: number;
  /** Error of the logarithm of the standard deviation, and half of its interval. */
  readonly relative: { readonly se: number; readonly half: number };
}

function answer(
  method: string,
  { clusters, level }: { readonly clusters: number; readonly level: number },
  { mean, sd, relative }: Measured,
): Inferred<MeanAndSpread> {
  const few = `only ${clusters} to tell the spread from: the interval of the standard deviation is too narrow`;
  return {
    status: "ok",
    method,
    n: clusters,
    assumptions: ["clusters are independent of each other"],
    warnings: clusters < ENOUGH ? [few] : [],
    mean: {
      ...{ value: mean.value, se: mean.se },
      interval: { low: mean.value - mean.half, high: mean.value + mean.half, level },
    },
    sd: {
      ...{ value: sd, se: sd * relative.se },
      interval: { low: sd * Math.exp(-relative.half), high: sd * Math.exp(relative.half), level },
    },
  };
}

/** Standard error of a sum over clusters of what each contributes, and half of its interval. */
function robust({ squares, fourths }: Contributions, clusters: number, level: number): { se: number; half: number } {
  const se = Math.sqrt((clusters / (clusters - 1)) * squares);
  const spread = fourths - squares ** 2 / clusters;
  const freedom = spread > 0 ? (2 * squares ** 2) / spread : clusters - 1;
  const t = studentT(Math.min(clusters - 1, Math.max(1, freedom))).quantile((1 + level) / 2);
  return { se, half: t * se };
}
