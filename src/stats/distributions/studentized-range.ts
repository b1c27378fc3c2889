import type { Rng } from "../../core/rng.ts";
import { logGammaDrop, stirlingError } from "../special/gamma.ts";
import { logIntegral } from "../special/log-integral.ts";
import { NormalRange } from "../special/normal-range.ts";
import { type Distribution, requireParameter } from "./distribution.ts";
import { logGammaDraw } from "./gamma.ts";
import { normalDraw } from "./normal.ts";
import { Numeric } from "./numeric.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
const LOG_SCALE_HIGH = 5;

/**
 * Range of the means of `groups` equal groups over their estimated standard error: Tukey's test. Tails are accurate to
 * about 1e-10 relative as long as they are above 1e-300.
 * @param df of the variance; Infinity for a known one
 * @throws AppError USAGE unless groups is a whole number >= 2 and df positive
 */
export function studentizedRange(groups: number, df: number): Distribution {
  requireParameter(
    Number.isSafeInteger(groups) && groups >= 2,
    `studentized range: groups is a whole number of at least 2, got ${groups}`,
  );
  requireParameter(df > 0, `studentized range: df is positive, got ${df}`);
  return new StudentizedRange(groups, df);
}

class StudentizedRange extends Numeric {
  protected readonly low = 0;
  protected readonly search = { start: 1, step: 0.5 };
  readonly groups: number;
  readonly df: number;
  private readonly range: NormalRange;

  constructor(groups: number, df: number) {
    super();
    this.groups = groups;
    this.df = df;
    this.range = new NormalRange(groups);
  }

  /** Infinity for df <= 1. */
  get mean(): number {
    return this.raw(1);
  }

  /** Infinity for df <= 2, NaN for df <= 1. */
  get variance(): number {
    return this.df <= 1 ? Number.NaN : this.raw(2) - this.mean ** 2;
  }

  /** NaN for df <= 3. */
  get skewness(): number {
    if (this.df <= 3) return Number.NaN;
    const [m, v] = [this.mean, this.variance];
    return (this.raw(3) - 3 * m * v - m ** 3) / v ** 1.5;
  }

  /** NaN for df <= 4. */
  get excessKurtosis(): number {
    if (this.df <= 4) return Number.NaN;
    const [m, v] = [this.mean, this.variance];
    return (this.raw(4) - 4 * m * this.raw(3) + 6 * m * m * v + 3 * m ** 4) / v ** 2 - 3;
  }

  sample(rng: Rng): number {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < this.groups; i++) {
      const z = normalDraw(rng);
      low = Math.min(low, z);
      high = Math.max(high, z);
    }
    if (this.df === Infinity) return high - low;
    const half = this.df / 2;
    return (high - low) * Math.exp(0.5 * (Math.log(half) - logGammaDraw(half, rng)));
  }

  protected logDensity(x: number): number {
    return this.overScale((s) => Math.log(s) + this.range.logPdf(x * s), x);
  }

  protected logLower(x: number): number {
    return this.overScale((s) => this.range.logCdf(x * s), x);
  }

  protected logUpper(x: number): number {
    return this.overScale((s) => this.range.logSf(x * s), x);
  }

  protected valueAt(u: number): number {
    return Math.exp(u);
  }

  /** log of the mean of a function of the scale s = sqrt(chi-squared / df), given as a log. */
  private overScale(logOf: (s: number) => number, x: number): number {
    if (this.df === Infinity) return logOf(1);
    const n = this.df / 2;
    const constant = Math.LN2 + 0.5 * Math.log(n) - HALF_LOG_TWO_PI - stirlingError(n);
    const log = (u: number): number => n * (2 * u - Math.expm1(2 * u)) + logOf(Math.exp(u));
    // the largest of many normals varies less: its tail changes faster
    const sharpness = 0.5 + 2 * Math.log(this.groups / 2);
    const slope = (s: number): number => Math.min(x * s, 8) ** 2 * sharpness;
    const scale = (peak: number): number => 0.5 / Math.sqrt(2 * this.df + slope(Math.exp(peak)) + 8);
    return constant + logIntegral({ log, low: -30 - Math.max(0, Math.log(x)), high: LOG_SCALE_HIGH, scale });
  }

  /** E Q^order: that of the range of normals, times that of the inverse scale; Infinity for df <= order. */
  private raw(order: number): number {
    if (this.df <= order) return Infinity;
    const step = 0.05;
    let sum = 0;
    for (let u = -38; u < 3.3; u += step) sum += Math.exp(order * u) * this.range.sf(Math.exp(u));
    const ofRange = order * step * sum;
    if (this.df === Infinity) return ofRange;
    const half = this.df / 2;
    return ofRange * half ** (order / 2) * Math.exp(logGammaDrop(half, order / 2));
  }
}
