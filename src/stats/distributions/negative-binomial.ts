import type { Rng } from "../../core/rng.ts";
import { IncompleteBeta } from "../special/incomplete-beta.ts";
import { logBinomialMass } from "./binomial.ts";
import { Discrete } from "./discrete.ts";
import { type Distribution, requireParameter, requirePositive } from "./distribution.ts";
import { logGammaDraw } from "./gamma.ts";
import { poissonDraw } from "./poisson.ts";

/**
 * Number of failures before the r-th success of probability p; r need not be whole.
 * @throws AppError USAGE unless r is positive and 0 < p < 1
 */
export function negativeBinomial(r: number, p: number): Distribution {
  requirePositive("negative binomial", { r });
  requireParameter(p > 0 && p < 1, `negative binomial: p lies in (0, 1), got ${p}`);
  return new NegativeBinomial(r, p);
}

class NegativeBinomial extends Discrete {
  protected readonly low = 0;
  protected readonly high = Infinity;
  readonly r: number;
  readonly p: number;
  readonly q: number;

  constructor(r: number, p: number) {
    super();
    this.r = r;
    this.p = p;
    this.q = 1 - p;
  }

  get mean(): number {
    return (this.r * this.q) / this.p;
  }

  get variance(): number {
    return this.mean / this.p;
  }

  get skewness(): number {
    return (1 + this.q) / Math.sqrt(this.r * this.q);
  }

  get excessKurtosis(): number {
    return (6 + (this.p * this.p) / this.q) / this.r;
  }

  sample(rng: Rng): number {
    return poissonDraw((Math.exp(logGammaDraw(this.r, rng)) * this.q) / this.p, rng);
  }

  protected logMass(k: number): number {
    const { r, p, q } = this;
    if (k === 0) return p > 0.5 ? r * Math.log1p(-q) : r * Math.log(p);
    return Math.log(r / (r + k)) + logBinomialMass({ x: r, n: r + k, p, q });
  }

  protected lower(k: number): number {
    return new IncompleteBeta(this.r, k + 1).lower(this.p, this.q);
  }

  protected upper(k: number): number {
    return new IncompleteBeta(this.r, k + 1).upper(this.p, this.q);
  }

  protected logLower(k: number): number {
    return new IncompleteBeta(this.r, k + 1).logLower(this.p, this.q);
  }

  protected logUpper(k: number): number {
    return new IncompleteBeta(this.r, k + 1).logUpper(this.p, this.q);
  }
}
