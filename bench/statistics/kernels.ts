import { AppError } from "../../src/core/errors.ts";
import { spearman } from "../../src/stats/correlation/spearman.ts";
import { histogram } from "../../src/stats/descriptive/histogram.ts";
import { kernelDensity } from "../../src/stats/descriptive/kernel-density.ts";
import { biasedKurtosis, biasedSkewness, momentsOf, variance } from "../../src/stats/descriptive/moments.ts";
import { quantile } from "../../src/stats/descriptive/quantile.ts";
import { normal } from "../../src/stats/distributions/normal.ts";
import { studentT } from "../../src/stats/distributions/student-t.ts";
import type { Inferred } from "../../src/stats/inference.ts";
import { shapiroWilk } from "../../src/stats/normality/shapiro-wilk.ts";
import { linearRegression } from "../../src/stats/regression/ols.ts";
import { bootstrap } from "../../src/stats/resampling/bootstrap.ts";
import { twoSampleKs } from "../../src/stats/two-sample/kolmogorov-smirnov.ts";
import { mannWhitney } from "../../src/stats/two-sample/mann-whitney.ts";
import { welchTTest } from "../../src/stats/two-sample/t-test.ts";

/** A piece of statistics that both sides do on the same columns. `scipy-kernels.py` has the other side by the same name. */
export interface Kernel {
  readonly name: string;
  /** What the reference calls. */
  readonly reference: string;
  /** Numbers of the answer, compared with the reference's. */
  readonly answer: (columns: readonly Float64Array[]) => readonly (number | null)[];
  /** Largest relative difference of the answers; default 1e-9. */
  readonly tolerance?: number;
  /** Most values it is run on; default all. */
  readonly most?: number;
}

const NORMAL = normal();
const T = studentT(11.5);
const NONE = new Float64Array(0);

export const KERNELS: readonly Kernel[] = [
  { name: "quantile", reference: "numpy.quantile", answer: ([x = NONE]) => [quantile(x, 0.9)] },
  {
    name: "moments",
    reference: "scipy.stats.describe",
    answer: ([x = NONE]) => {
      const moments = momentsOf(x);
      return [moments.mean, variance(moments), biasedSkewness(moments), biasedKurtosis(moments)];
    },
    // skewness of normal values is near 0
    tolerance: 1e-7,
  },
  {
    name: "normal distribution function",
    reference: "scipy.special.ndtr",
    answer: ([x = NONE]) => ends(x.map((value) => NORMAL.cdf(value))),
  },
  {
    name: "t distribution function",
    reference: "scipy.special.stdtr",
    answer: ([x = NONE]) => ends(x.map((value) => T.cdf(value))),
  },
  {
    name: "Welch t test",
    reference: "scipy.stats.ttest_ind",
    answer: ([x = NONE, y = NONE]) => {
      const test = determined(welchTTest(momentsOf(x), momentsOf(y)));
      return [test.statistic, test.pValue];
    },
  },
  {
    name: "Mann-Whitney test",
    reference: "scipy.stats.mannwhitneyu",
    answer: ([x = NONE, y = NONE]) => {
      const test = determined(mannWhitney(x, y, { distribution: "asymptotic" }));
      return [test.statistic, test.pValue];
    },
  },
  {
    name: "Kolmogorov-Smirnov test of two samples",
    reference: "scipy.stats.ks_2samp",
    answer: ([x = NONE, y = NONE]) => [determined(twoSampleKs(x, y, { distribution: "asymptotic" })).statistic],
  },
  {
    name: "Spearman correlation",
    reference: "scipy.stats.spearmanr",
    answer: ([x = NONE, y = NONE]) => [determined(spearman(x, y)).coefficient.value],
  },
  {
    name: "histogram, Freedman-Diaconis",
    reference: "numpy.histogram",
    answer: ([x = NONE]) => {
      const made = histogram(x, { bins: "freedman-diaconis" });
      return made === null ? [] : [made.counts.length, made.edges[1] ?? null];
    },
  },
  {
    name: "least squares, 5 predictors",
    reference: "scipy.linalg.lstsq with standard errors",
    answer: ([response = NONE, ...others]) => {
      const predictors = others.map((values, i) => ({ name: `x${i}`, values }));
      const fit = determined(linearRegression({ response, predictors }));
      return fit.coefficients.flatMap(({ value, se }) => [value, se]);
    },
    // the intercept is near 0
    tolerance: 1e-7,
  },
  {
    name: "kernel density at 512 points",
    reference: "scipy.stats.gaussian_kde",
    answer: ([x = NONE]) => {
      const points = kernelDensity(x)?.grid(512);
      return points === undefined ? [] : [points.density[100] ?? null, points.density[255] ?? null];
    },
    most: 100_000,
  },
  {
    name: "bootstrap of the mean, 999 replicates",
    reference: "scipy.stats.bootstrap",
    answer: ([x = NONE]) => {
      const request = { samples: [[x]], statistic: "mean", seed: 1, replicates: 999, method: "percentile" } as const;
      return [determined(bootstrap(request)).estimate.se];
    },
    // two streams of random numbers
    tolerance: 0.2,
    most: 100_000,
  },
  {
    name: "Shapiro-Wilk test",
    reference: "scipy.stats.shapiro",
    answer: ([x = NONE]) => {
      const test = determined(shapiroWilk(x));
      return [test.statistic];
    },
    // SciPy's normal quantiles have 7 digits
    tolerance: 1e-5,
    most: 5000,
  },
];

/** Enough of an array to see that it is the same. */
function ends(values: Float64Array): readonly (number | null)[] {
  return [values[0] ?? null, values.at(-1) ?? null];
}

function determined<T>(result: Inferred<T>): T {
  if (result.status === "ok") return result;
  throw new AppError("INTERNAL", `${result.method} is undetermined: ${result.reason}`);
}
