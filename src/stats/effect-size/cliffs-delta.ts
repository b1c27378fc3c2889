import { countBelow, countUpTo } from "../descriptive/bisect.ts";
import { sorted } from "../descriptive/quantile.ts";
import { studentT } from "../distributions/student-t.ts";
import { type Estimate, type Inferred, type Interval, undetermined } from "../inference.ts";
import { requireBetween } from "../input.ts";

const METHOD = "Cliff's delta";

/**
 * How much more often a value of the first sample is larger than one of the second than smaller: from −1 to 1, also 2 U / nm − 1
 * of the Mann-Whitney test. The interval is the asymmetric one of Cliff (1996) and Feng and Cliff (2004) from consistent
 * variances. Undetermined below two values in either.
 */
export function cliffsDelta(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { level = 0.95 }: { readonly level?: number } = {},
): Inferred<{ readonly delta: Estimate }> {
  requireBetween(level, [0, 1], "level");
  const [a, b] = [sorted(first, "first"), sorted(second, "second")];
  const [n, m] = [a.length, b.length];
  if (n < 2 || m < 2) return undetermined(METHOD, n + m, "a sample has fewer than two values");
  const rows = dominance(a, b);
  const columns = dominance(b, a).map((value) => -value);
  const delta = rows.reduce((sum, value) => sum + value, 0) / n;
  const different = a.reduce((sum, value) => sum + m - (countUpTo(b, value) - countBelow(b, value)), 0);
  // (d_ij − d)² over all pairs, as each d_ij is 1, 0 or −1
  const ofPairs = different - n * m * delta * delta;
  const variance =
    (m * m * spread(rows, delta) + n * n * spread(columns, delta) - ofPairs) / (n * m * (n - 1) * (m - 1));
  const se = Math.sqrt(Math.max(variance, (1 - delta * delta) / (n * m - 1)));
  return {
    status: "ok",
    method: METHOD,
    n: n + m,
    assumptions: ["independent values", "independent samples"],
    warnings: [],
    delta: { value: delta, se, interval: intervalOf(delta, { se, n, m, level }) },
  };
}

/** For each value, the share of the others below it less the share above it. */
function dominance(values: Float64Array, others: Float64Array): Float64Array {
  const m = others.length;
  return values.map((value) => (countBelow(others, value) - (m - countUpTo(others, value))) / m);
}

function spread(values: Float64Array, around: number): number {
  return values.reduce((sum, value) => sum + (value - around) ** 2, 0);
}

interface Precision {
  readonly se: number;
  readonly n: number;
  readonly m: number;
  readonly level: number;
}

function intervalOf(delta: number, { se, n, m, level }: Precision): Interval {
  const t = studentT(n + m - 2).upperQuantile((1 - level) / 2);
  if (Math.abs(delta) === 1) {
    const smaller = Math.min(n, m);
    const inner = (smaller - t * t) / (smaller + t * t);
    return delta > 0 ? { low: inner, high: 1, level } : { low: -1, high: -inner, level };
  }
  const rest = (1 - delta) * (1 + delta);
  const half = t * se * Math.hypot(rest, t * se);
  const scale = rest + t * t * se * se;
  return { low: (delta * rest - half) / scale, high: (delta * rest + half) / scale, level };
}
