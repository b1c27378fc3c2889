import { momentsOf } from "../descriptive/moments.ts";
import { sorted } from "../descriptive/quantile.ts";
import { normal } from "../distributions/normal.ts";
import { type Inferred, undetermined } from "../inference.ts";
import type { NormalityTest } from "./normality-test.ts";

export interface AndersonDarlingTest extends NormalityTest {
  /** The statistic corrected for the sample's size: A² (1 + 0.75/n + 2.25/n²). */
  readonly adjusted: number;
}

/**
 * Anderson and Darling's A² with mean and variance estimated; p-value by D'Agostino and Stephens' formulas (1986,
 * table 4.9), made for 0.0003 to 0.99: beyond, it is an extrapolation.
 */
export function andersonDarling(values: ArrayLike<number>): Inferred<AndersonDarlingTest> {
  const method = "Anderson-Darling test of normality";
  const n = values.length;
  if (n < 8) return undetermined(method, n, `${n} values; 8 are needed`);
  const ascending = fromMiddle(sorted(values));
  const { mean, m2 } = momentsOf(ascending);
  if (!(m2 > 0)) return undetermined(method, n, "the values do not vary");
  const standard = normal();
  const sd = Math.sqrt(m2 / (n - 1));
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const low = ((ascending[i] as number) - mean) / sd;
    const high = ((ascending[n - 1 - i] as number) - mean) / sd;
    sum += (2 * i + 1) * (standard.logCdf(low) + standard.logSf(high));
  }
  const statistic = -n - sum / n;
  const adjusted = statistic * (1 + 0.75 / n + 2.25 / (n * n));
  const p = pValue(adjusted);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["values are independent"],
    warnings: p < 0.0003 ? ["the p-value is an extrapolation: read it as less than 0.0003"] : [],
    statistic,
    adjusted,
    pValue: p,
  };
}

/** Distances from the middle value: far from 0 the mean's rounding would reach the digits that matter. */
function fromMiddle(ascending: Float64Array): Float64Array {
  const middle = ascending[ascending.length >> 1] ?? 0;
  return ascending.map((value) => value - middle);
}

function pValue(a: number): number {
  if (a >= 13) return 0;
  if (a >= 0.6) return Math.exp(1.2937 - 5.709 * a + 0.0186 * a * a);
  if (a >= 0.34) return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a);
  if (a >= 0.2) return 1 - Math.exp(-8.318 + 42.796 * a - 59.938 * a * a);
  return 1 - Math.exp(-13.436 + 101.14 * a - 223.73 * a * a);
}
