import { sorted } from "../descriptive/quantile.ts";
import { type Alternative, type Inferred, undetermined } from "../inference.ts";
import { kolmogorovLimitSf, kolmogorovSf, oneSidedKolmogorovSf } from "./kolmogorov-distribution.ts";

export interface KsOptions {
  /**
   * `greater`: the first distribution function lies above the other somewhere (its values tend to be smaller);
   * `less`: below.
   */
  readonly alternative?: Alternative;
  readonly distribution?: "auto" | "exact" | "asymptotic";
}

export interface KsTest {
  /** Largest distance between the distribution functions in the direction of the alternative. */
  readonly statistic: number;
  readonly pValue: number;
  readonly exact: boolean;
}

const ONE_SAMPLE_EXACT_UP_TO = 1000;
/** Pairs of values up to which `auto` counts paths. */
const PATHS_UP_TO = 4_000_000;

/**
 * Kolmogorov's test that values come from the continuous distribution function `cdf`, which must not be fitted to
 * them. `auto` is exact up to 1,000 values; beyond, the limit distribution with Vrbik's correction (2018).
 */
export function oneSampleKs(
  values: ArrayLike<number>,
  cdf: (x: number) => number,
  { alternative = "two-sided", distribution = "auto" }: KsOptions = {},
): Inferred<KsTest> {
  const ascending = sorted(values);
  const n = ascending.length;
  const exact = distribution === "exact" || (distribution === "auto" && n <= ONE_SAMPLE_EXACT_UP_TO);
  const method = `Kolmogorov-Smirnov test of one sample, ${exact ? "exact" : "limit distribution"}`;
  if (n === 0) return undetermined(method, n, "there are no values");
  let [above, below] = [0, 0];
  let ties = false;
  for (let i = 0; i < n; i++) {
    const level = cdf(ascending[i] as number);
    above = Math.max(above, (i + 1) / n - level);
    below = Math.max(below, level - i / n);
    ties ||= i > 0 && ascending[i] === ascending[i - 1];
  }
  const statistic = statisticOf({ above, below }, alternative);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["values are independent", "the distribution tested is continuous and was not fitted to the values"],
    warnings: ties ? ["there are ties: the distribution tested is continuous, so p is conservative"] : [],
    statistic,
    pValue: exact ? exactOneSample(statistic, n, alternative) : asymptotic(statistic, n, alternative),
    exact,
  };
}

/**
 * Smirnov's test that two samples come from one distribution. The exact p-value is that of all assignments of the
 * values at hand to the samples, ties included, from a walk that adds positive numbers only.
 */
export function twoSampleKs(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", distribution = "auto" }: KsOptions = {},
): Inferred<KsTest> {
  const a = sorted(x, "the first sample");
  const b = sorted(y, "the second sample");
  const n = a.length + b.length;
  const exact = distribution === "exact" || (distribution === "auto" && a.length * b.length <= PATHS_UP_TO);
  const method = `Kolmogorov-Smirnov test of two samples, ${exact ? "exact" : "limit distribution"}`;
  if (a.length === 0 || b.length === 0) {
    return undetermined(method, n, `samples of ${a.length} and ${b.length} values; 1 is needed in each`);
  }
  const walk = walkOf(a, b);
  const steps = statisticOf(walk, alternative);
  const statistic = steps / (a.length * b.length);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["units are independent"],
    warnings: walk.ends.includes(0) ? ["there are ties"] : [],
    statistic,
    pValue: exact
      ? hitProbability([a.length, b.length], { steps, alternative, ends: walk.ends })
      : asymptotic(statistic, (a.length * b.length) / n, alternative),
    exact,
  };
}

function statisticOf({ above, below }: { above: number; below: number }, alternative: Alternative): number {
  if (alternative === "greater") return above;
  return alternative === "less" ? below : Math.max(above, below);
}

function exactOneSample(d: number, n: number, alternative: Alternative): number {
  return Math.min(1, alternative === "two-sided" ? kolmogorovSf(d, n) : oneSidedKolmogorovSf(d, n));
}

function asymptotic(d: number, n: number, alternative: Alternative): number {
  if (alternative !== "two-sided") return Math.exp(-2 * n * d * d - (2 * d) / 3);
  const x = d * Math.sqrt(n);
  return kolmogorovLimitSf(x + 1 / (6 * Math.sqrt(n)) + (x - 1) / (4 * n));
}

interface Walk {
  /** Largest i·ny - j·nx after a run of equal values: whole numbers, so compared without rounding. */
  readonly above: number;
  readonly below: number;
  /** 1 after the values, in order, that end a run of equal ones. */
  readonly ends: Uint8Array;
}

function walkOf(a: Float64Array, b: Float64Array): Walk {
  const ends = new Uint8Array(a.length + b.length);
  let [i, j, above, below] = [0, 0, 0, 0];
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    ends[i + j - 1] = 1;
    const distance = i * b.length - j * a.length;
    above = Math.max(above, distance);
    below = Math.max(below, -distance);
  }
  return { above, below, ends };
}

/** Probability that the path of a random assignment reaches the distance at the end of a run. */
function hitProbability(
  [nx, ny]: readonly [number, number],
  { steps, alternative, ends }: { steps: number; alternative: Alternative; ends: Uint8Array },
): number {
  if (steps === 0) return 1;
  const hits = (i: number, j: number): boolean => {
    if (i + j === 0 || ends[i + j - 1] === 0) return false;
    const distance = i * ny - j * nx;
    if (alternative === "greater") return distance >= steps;
    return alternative === "less" ? -distance >= steps : Math.abs(distance) >= steps;
  };
  const row = new Float64Array(ny + 1);
  for (let i = 0; i <= nx; i++) {
    for (let j = 0; j <= ny; j++) {
      const fromLeft = j === 0 ? 0 : (row[j - 1] as number) * j;
      const fromBelow = i === 0 ? 0 : (row[j] as number) * i;
      row[j] = hits(i, j) ? 1 : i + j === 0 ? 0 : (fromLeft + fromBelow) / (i + j);
    }
  }
  return row[ny] as number;
}
