import type { Rng } from "../../core/rng.ts";
import { logBeta, stirlingError } from "../special/gamma.ts";
import { IncompleteBeta } from "../special/incomplete-beta.ts";
import { halfDeviance, log1mExp } from "../special/logarithms.ts";
import { type Distribution, requireParameter, requireProbability } from "./distribution.ts";
import { logGammaDraw } from "./gamma.ts";
import { normal, normalDraw } from "./normal.ts";

const LOG_TWO_PI = 1.8378770664093456;
/** Above it t^2 / df is as good as infinite for 1 + t^2 / df. */
const FAR = 1e9;

/** Student's t distribution. @param df positive, not only whole; Infinity is the normal. @throws AppError USAGE */
export function studentT(df: number): Distribution {
  requireParameter(df > 0, `t: df is positive, got ${df}`);
  return df === Infinity ? normal() : new StudentT(df);
}

class StudentT implements Distribution {
  readonly df: number;
  /** Of df / (df + t^2). */
  private readonly tails: IncompleteBeta;

  constructor(df: number) {
    this.df = df;
    this.tails = new IncompleteBeta(df / 2, 0.5);
  }

  /** NaN for df <= 1. */
  get mean(): number {
    return this.df > 1 ? 0 : Number.NaN;
  }

  /** Infinity for df <= 2, NaN for df <= 1. */
  get variance(): number {
    const { df } = this;
    if (df <= 1) return Number.NaN;
    return df > 2 ? df / (df - 2) : Infinity;
  }

  /** NaN for df <= 3. */
  get skewness(): number {
    return this.df > 3 ? 0 : Number.NaN;
  }

  /** Infinity for df <= 4, NaN for df <= 2. */
  get excessKurtosis(): number {
    const { df } = this;
    if (df <= 2) return Number.NaN;
    return df > 4 ? 6 / (df - 4) : Infinity;
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    const half = this.df / 2;
    const squared = (x / this.df) * x;
    const logRoot = squared > 1e15 ? Math.log(Math.abs(x)) - 0.5 * Math.log(this.df) : 0.5 * Math.log1p(squared);
    const kernel = squared > 0.2 ? this.df * logRoot : -halfDeviance(half, half * (1 + squared)) + (x * x) / 2;
    const constant = stirlingError(half + 0.5) - stirlingError(half) - halfDeviance(half, half + 0.5);
    return constant - kernel - 0.5 * LOG_TWO_PI - logRoot;
  }

  cdf(x: number): number {
    return this.sf(-x);
  }

  sf(x: number): number {
    const tail = 0.5 * this.beyond(Math.abs(x));
    return x < 0 ? 1 - tail : tail;
  }

  logCdf(x: number): number {
    return this.logSf(-x);
  }

  logSf(x: number): number {
    const { df } = this;
    const size = Math.abs(x);
    const far = size > FAR * Math.sqrt(df);
    const logBoth = far ? this.logFar(size) : this.tails.logLower(df / (df + x * x), (x * x) / (df + x * x));
    return x < 0 ? log1mExp(logBoth - Math.LN2) : logBoth - Math.LN2;
  }

  quantile(p: number): number {
    requireProbability(p);
    return -this.upperQuantile(p);
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    if (q > 0.5) return -this.upperQuantile(1 - q);
    if (q === 0.5) return 0;
    return Math.sqrt(this.df) * Math.exp(-0.5 * this.tails.logitLower(2 * q));
  }

  sample(rng: Rng): number {
    const half = this.df / 2;
    return normalDraw(rng) * Math.exp(0.5 * (Math.log(half) - logGammaDraw(half, rng)));
  }

  /** P(|T| > t) for t >= 0. */
  private beyond(t: number): number {
    const { df } = this;
    if (t > FAR * Math.sqrt(df)) return Math.exp(this.logFar(t));
    const squared = t * t;
    const sum = df + squared;
    return this.tails.lower(df / sum, squared / sum);
  }

  /** The first term of the tail's series. */
  private logFar(t: number): number {
    const half = this.df / 2;
    return half * (Math.log(this.df) - 2 * Math.log(t)) - Math.log(half) - logBeta(half, 0.5);
  }
}
