import { studentT } from "../distributions/student-t.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";

/** What the rows of a cluster add up to: n rows, q the sum of z², s the sum of z. */
const TOTALS = ["n", "q", "s"] as const;

/** Products of one, two and four totals of a cluster as their letters, in alphabetical order: `n`, `nq`, `nqss`. */
export const CLUSTER_PRODUCTS: readonly string[] = [1, 2, 4].flatMap(productsOf);

function productsOf(degree: number): readonly string[] {
  if (degree === 0) return [""];
  return productsOf(degree - 1).flatMap((product) =>
    TOTALS.filter((total) => total >= product.slice(-1)).map((total) => product + total),
  );
}

/**
 * Sums over clusters of products of their totals, where z is the distance of a value from an origin near the mean. Rows
 * that are independent are clusters of one.
 */
export interface ClusterSums {
  readonly clusters: number;
  /** Of every product of `CLUSTER_PRODUCTS`. */
  readonly sums: Readonly<Record<string, number>>;
}

export interface ClusteredMoments {
  readonly mean: Estimate;
  readonly sd: Estimate;
}

const METHOD = "mean and standard deviation with cluster-robust errors";
/** Fewer clusters say too little of how clusters differ. */
const FEWEST = 8;

/**
 * Mean and standard deviation of values whose rows go together in clusters (those of one customer) in any way. Errors as
 * statsmodels `OLS(z, 1).fit(cov_type="cluster")` has them (Liang, Zeger 1986, with the factor G/(G-1)), of the
 * squared distances from the mean for the standard deviation, whose interval is that of its logarithm; the variance of the
 * mean is added to that of the values, which for independent rows divides by n - 1. Intervals are of t with the degrees of
 * freedom that the kurtosis of what clusters contribute leaves (Satterthwaite 1946), G - 1 at most.
 * @param level of the intervals, 0..1
 */
export function clusteredMoments(totals: ClusterSums, level = 0.95): Inferred<ClusteredMoments> {
  const { clusters, sums } = totals;
  if (clusters < FEWEST)
    return undetermined(
      METHOD,
      clusters,
      `${clusters} clusters: at least ${FEWEST} are needed to tell how they differ`,
    );
  const { n = 0, q = 0, s = 0 } = sums;
  const m = s / n;
  const variance = q / n - m * m;
  if (!(variance > 0)) return undetermined(METHOD, clusters, "all values are equal");
  // what a cluster adds to the mean and to the variance, as factors of its totals
  const mean = robust(totals, { n: -m, q: 0, s: 1 }, level);
  const squares = robust(totals, { n: m * m - variance, q: 1, s: -2 * m }, level);
  const sd = Math.sqrt(variance + (mean.se / n) ** 2);
  const [half, relative] = [mean.half / n, squares.half / n / (2 * variance)];
  return {
    status: "ok",
    method: METHOD,
    n: clusters,
    assumptions: ["clusters are independent of each other"],
    warnings: [],
    mean: { value: m, se: mean.se / n, interval: { low: m - half, high: m + half, level } },
    sd: {
      value: sd,
      se: (sd * squares.se) / n / (2 * variance),
      interval: { low: sd * Math.exp(-relative), high: sd * Math.exp(relative), level },
    },
  };
}

type Factors = Readonly<Record<(typeof TOTALS)[number], number>>;

/** Standard error of a sum over clusters of what each contributes, and half of its interval. */
function robust(totals: ClusterSums, factors: Factors, level: number): { readonly se: number; readonly half: number } {
  const { clusters } = totals;
  const [squares, fourths] = [powerSum(totals, factors, 2), powerSum(totals, factors, 4)];
  const se = Math.sqrt((clusters / (clusters - 1)) * squares);
  const spread = fourths - squares ** 2 / clusters;
  const freedom = Math.min(clusters - 1, spread > 0 ? (2 * squares ** 2) / spread : clusters - 1);
  return { se, half: se === 0 ? 0 : studentT(Math.max(1, freedom)).quantile((1 + level) / 2) * se };
}

/** Sum over clusters of a power of what each contributes, from the products of totals. */
function powerSum({ sums }: ClusterSums, factors: Factors, power: 2 | 4): number {
  const terms = CLUSTER_PRODUCTS.filter(({ length }) => length === power).map((product) => {
    const counts = TOTALS.map((total) => product.split(total).length - 1);
    const orders = factorial(power) / counts.reduce((all, count) => all * factorial(count), 1);
    return TOTALS.reduce((term, total, i) => term * factors[total] ** (counts[i] ?? 0), orders * (sums[product] ?? 0));
  });
  return Math.max(
    0,
    terms.reduce((sum, term) => sum + term, 0),
  );
}

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
