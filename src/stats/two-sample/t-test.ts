import { type Moments, momentsOf } from "../descriptive/moments.ts";
import { studentT } from "../distributions/student-t.ts";
import { type Alternative, type Estimate, type Inferred, undetermined } from "../inference.ts";
import { requireSameLength } from "../input.ts";
import { estimateWithInterval, symmetricPValue } from "./alternative.ts";

/** What a t test needs of a sample: `momentsOf` makes it of values. */
export type MeanAndSpread = Pick<Moments, "n" | "mean" | "m2">;

export interface TTestOptions {
  /** What the alternative claims of the first mean less the second (or less `null`). */
  readonly alternative?: Alternative;
  readonly level?: number;
  /** The difference (one sample: the mean) under the null hypothesis. */
  readonly nullValue?: number;
}

export interface TTest {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
  /** Difference of the means, first less second; one sample: the mean. */
  readonly estimate: Estimate;
}

interface Contrast {
  readonly method: string;
  readonly n: number;
  readonly value: number;
  readonly se: number;
  readonly df: number;
  readonly assumptions: readonly string[];
}

const NORMAL_MEANS = "means are close to normal: normal values, or enough of them";

/** Welch's t test (1947): means of two groups whose variances may differ; degrees of freedom by Satterthwaite. */
export function welchTTest(a: MeanAndSpread, b: MeanAndSpread, options: TTestOptions = {}): Inferred<TTest> {
  const method = "Welch t test";
  const n = a.n + b.n;
  if (a.n < 2 || b.n < 2) return undetermined(method, n, `groups of ${a.n} and ${b.n} values; 2 are needed in each`);
  const [va, vb] = [a.m2 / (a.n - 1) / a.n, b.m2 / (b.n - 1) / b.n];
  const shares = [va / (va + vb), vb / (va + vb)] as const;
  const df = 1 / (shares[0] ** 2 / (a.n - 1) + shares[1] ** 2 / (b.n - 1));
  const assumptions = ["units are independent", NORMAL_MEANS];
  return tTest({ method, n, value: a.mean - b.mean, se: Math.sqrt(va + vb), df, assumptions }, options);
}

/** Student's t test of two groups, with one variance for both. */
export function studentTTest(a: MeanAndSpread, b: MeanAndSpread, options: TTestOptions = {}): Inferred<TTest> {
  const method = "Student t test, pooled variance";
  const n = a.n + b.n;
  const df = n - 2;
  if (a.n < 1 || b.n < 1 || df < 1) {
    return undetermined(method, n, `groups of ${a.n} and ${b.n} values; 3 are needed, and 1 in each`);
  }
  const se = Math.sqrt(((a.m2 + b.m2) / df) * (1 / a.n + 1 / b.n));
  const assumptions = ["units are independent", NORMAL_MEANS, "both groups have the same variance"];
  return tTest({ method, n, value: a.mean - b.mean, se, df, assumptions }, options);
}

/** Student's t test of one mean against `nullValue`. */
export function oneSampleTTest(a: MeanAndSpread, options: TTestOptions = {}): Inferred<TTest> {
  return meanTest("one-sample t test", a, options);
}

/** t test of the differences within pairs, first less second. */
export function pairedTTest(x: ArrayLike<number>, y: ArrayLike<number>, options: TTestOptions = {}): Inferred<TTest> {
  requireSameLength(x, y);
  const differences = Float64Array.from(x, (value, i) => value - (y[i] as number));
  return meanTest("paired t test", momentsOf(differences, "differences"), options);
}

function meanTest(method: string, { n, mean, m2 }: MeanAndSpread, options: TTestOptions): Inferred<TTest> {
  if (n < 2) return undetermined(method, n, `${n} values; 2 are needed`);
  const assumptions = ["units are independent", "the mean is close to normal: normal values, or enough of them"];
  return tTest({ method, n, value: mean, se: Math.sqrt(m2 / (n - 1) / n), df: n - 1, assumptions }, options);
}

function tTest(
  { method, n, value, se, df, assumptions }: Contrast,
  { alternative = "two-sided", level = 0.95, nullValue = 0 }: TTestOptions,
): Inferred<TTest> {
  if (!(se > 0)) return undetermined(method, n, "the values do not vary");
  const t = studentT(df);
  const statistic = (value - nullValue) / se;
  return {
    status: "ok",
    method,
    n,
    assumptions,
    warnings: [],
    statistic,
    df,
    pValue: symmetricPValue(statistic, t, alternative),
    estimate: estimateWithInterval({ value, se }, t, { alternative, level }),
  };
}
