import type { Rng } from "../../core/rng.ts";
import { stirlingError } from "../special/gamma.ts";
import { IncompleteBeta } from "../special/incomplete-beta.ts";
import { halfDeviance } from "../special/logarithms.ts";
import { Discrete } from "./discrete.ts";
import { type Distribution, requireParameter } from "./distribution.ts";
import { drawFromZero, logConcaveDraw } from "./log-concave-draw.ts";

/** Successes expected, below which adding masses is quicker than rejection. */
const FEW = 10;

/**
 * Number of successes in n trials.
 * @throws AppError USAGE unless n is a whole number >= 0 and 0 <= p <= 1
 */
export function binomial(n: number, p: number): Distribution {
  requireParameter(Number.isSafeInteger(n) && n >= 0, `binomial: n is a whole number of at least 0, got ${n}`);
  requireParameter(p >= 0 && p <= 1, `binomial: p lies in [0, 1], got ${p}`);
  return new Binomial(n, p);
}

/** log of x successes and n - x failures at p = 1 - q, times their number of orders. Source: Loader (2000). */
export function logBinomialMass({ x, n, p, q }: { x: number; n: number; p: number; q: number }): number {
  if (x === 0) return n === 0 ? 0 : p < q ? n * Math.log1p(-p) : n * Math.log(q);
  if (x === n) return q < p ? n * Math.log1p(-q) : n * Math.log(p);
  const errors = stirlingError(n) - stirlingError(x) - stirlingError(n - x);
  return errors - halfDeviance(x, n * p) - halfDeviance(n - x, n * q) - 0.5 * Math.log(2 * Math.PI * x * (1 - x / n));
}

class Binomial extends Discrete {
  protected readonly low = 0;
  readonly n: number;
  readonly p: number;
  readonly q: number;

  constructor(n: number, p: number) {
    super();
    this.n = n;
    this.p = p;
    this.q = 1 - p;
  }

  protected get high(): number {
    return this.n;
  }

  get mean(): number {
    return this.n * this.p;
  }

  get variance(): number {
    return this.n * this.p * this.q;
  }

  /** NaN where the variance is 0. */
  get skewness(): number {
    return this.variance === 0 ? Number.NaN : (this.q - this.p) / Math.sqrt(this.variance);
  }

  /** NaN where the variance is 0. */
  get excessKurtosis(): number {
    return this.variance === 0 ? Number.NaN : (1 - 6 * this.p * this.q) / this.variance;
  }

  sample(rng: Rng): number {
    const { n, p, q } = this;
    if (p > 0.5) return n - drawSuccesses(n, q, rng);
    return drawSuccesses(n, p, rng);
  }

  protected logMass(k: number): number {
    return logBinomialMass({ x: k, n: this.n, p: this.p, q: this.q });
  }

  protected lower(k: number): number {
    return new IncompleteBeta(k + 1, this.n - k).upper(this.p, this.q);
  }

  protected upper(k: number): number {
    return new IncompleteBeta(k + 1, this.n - k).lower(this.p, this.q);
  }

  protected logLower(k: number): number {
    return new IncompleteBeta(k + 1, this.n - k).logUpper(this.p, this.q);
  }

  protected logUpper(k: number): number {
    return new IncompleteBeta(k + 1, this.n - k).logLower(this.p, this.q);
  }
}

/** For p <= 0.5. */
function drawSuccesses(n: number, p: number, rng: Rng): number {
  const q = 1 - p;
  if (n * p < FEW) return drawFromZero(Math.exp(n * Math.log1p(-p)), (k) => ((p / q) * (n - k + 1)) / k, rng);
  const logMass = (x: number): number => (x < 0 || x > n ? -Infinity : logBinomialMass({ x, n, p, q }));
  return logConcaveDraw({ mode: Math.floor((n + 1) * p), logMass }, rng);
}
