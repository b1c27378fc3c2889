import type { Rng } from "../../core/rng.ts";
import { logGammaDrop, stirlingError } from "../special/gamma.ts";
import { logIntegral } from "../special/log-integral.ts";
import { type Distribution, requireParameter, requirePositive } from "./distribution.ts";
import { logGammaDraw } from "./gamma.ts";
import { normalDraw, normalLogSf } from "./normal.ts";
import { Numeric } from "./numeric.ts";
import { studentT } from "./student-t.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** The mode of the scale's logarithm lies well within these. */
const LOG_SCALE_LOW = -700;
const LOG_SCALE_HIGH = 10;
/** Standard deviations beyond which a normal tail is 1 to machine precision. */
const SATURATED = 8.5;

/** (Z + ncp) / sqrt(chi-squared / df): the power of t tests. @throws AppError USAGE unless df is positive and ncp finite */
export function noncentralT(df: number, ncp: number): Distribution {
  requirePositive("noncentral t", { df });
  requireParameter(Number.isFinite(ncp), `noncentral t: ncp is finite, got ${ncp}`);
  return ncp === 0 ? studentT(df) : new NoncentralT(df, ncp);
}

/** Tails are integrals of normal tails over the scale: every term is positive, so both keep their relative accuracy. */
class NoncentralT extends Numeric {
  protected readonly low = -Infinity;
  protected readonly search = { start: 0, step: 1 };
  readonly df: number;
  readonly ncp: number;

  constructor(df: number, ncp: number) {
    super();
    this.df = df;
    this.ncp = ncp;
  }

  /** NaN for df <= 1. */
  get mean(): number {
    const { df, ncp } = this;
    return df > 1 ? ncp * this.meanFactor : Number.NaN;
  }

  /** Infinity for df <= 2, NaN for df <= 1. */
  get variance(): number {
    const { df, ncp } = this;
    if (df <= 2) return df <= 1 ? Number.NaN : Infinity;
    return (df * (1 + ncp * ncp)) / (df - 2) - this.mean ** 2;
  }

  /** NaN for df <= 3. */
  get skewness(): number {
    const { df, ncp, mean, variance } = this;
    if (df <= 3) return Number.NaN;
    const centred = (df * (ncp * ncp + 2 * df - 3)) / ((df - 2) * (df - 3)) - 2 * variance;
    return (mean * centred) / variance ** 1.5;
  }

  /** NaN for df <= 4. */
  get excessKurtosis(): number {
    const { df, ncp, mean, variance } = this;
    if (df <= 4) return Number.NaN;
    const fourth = (df * df * (3 + 6 * ncp ** 2 + ncp ** 4)) / ((df - 2) * (df - 4));
    const third = (df * ((df + 1) * ncp ** 2 + 3 * (3 * df - 5))) / ((df - 2) * (df - 3)) - 3 * variance;
    return (fourth - mean * mean * third) / variance ** 2 - 3;
  }

  sample(rng: Rng): number {
    const half = this.df / 2;
    return (normalDraw(rng) + this.ncp) * Math.exp(0.5 * (Math.log(half) - logGammaDraw(half, rng)));
  }

  protected logDensity(x: number): number {
    const logOf = (s: number): number => Math.log(s) - 0.5 * (x * s - this.ncp) ** 2 - HALF_LOG_TWO_PI;
    return this.overScale(logOf, (s) => Math.abs(x) * s);
  }

  protected logLower(x: number): number {
    return this.logTail(-x, -this.ncp);
  }

  protected logUpper(x: number): number {
    return this.logTail(x, this.ncp);
  }

  /** Quantiles can be huge at few degrees of freedom. */
  protected valueAt(u: number): number {
    return this.ncp + Math.sinh(u);
  }

  /** E sqrt(df / chi-squared). */
  private get meanFactor(): number {
    const half = this.df / 2;
    return Math.sqrt(half) * Math.exp(logGammaDrop(half, 0.5));
  }

  /** log P(Z > x s - ncp) in the mean over s. */
  private logTail(x: number, ncp: number): number {
    // where the normal tail is 1 it is flat, and its last slope is at x s = ncp - SATURATED
    const slope = (s: number): number => (x * s - ncp > -SATURATED ? Math.abs(x) * s : Math.abs(ncp) + SATURATED);
    return this.overScale((s) => normalLogSf(x * s - ncp), slope);
  }

  /**
   * log of the mean of a function of the scale s = sqrt(chi-squared / df), given as a log, with its largest relative
   * rate of change in log s.
   */
  private overScale(logOf: (s: number) => number, slope: (s: number) => number): number {
    const n = this.df / 2;
    const constant = Math.LN2 + 0.5 * Math.log(n) - HALF_LOG_TWO_PI - stirlingError(n);
    const log = (u: number): number => n * (2 * u - Math.expm1(2 * u)) + logOf(Math.exp(u));
    const scale = (peak: number): number => 0.4 / Math.sqrt(2 * this.df + slope(Math.exp(peak)) ** 2 + 6);
    return constant + logIntegral({ log, low: LOG_SCALE_LOW, high: LOG_SCALE_HIGH, scale });
  }
}
