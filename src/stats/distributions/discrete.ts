import type { Rng } from "../../core/rng.ts";
import { normalUpper } from "../special/erf-inverse.ts";
import { smallestReached } from "./discrete-quantile.ts";
import { type Distribution, requireProbability } from "./distribution.ts";

/** What the distributions on the integers share: between them the mass is 0 and the tails are constant. */
export abstract class Discrete implements Distribution {
  abstract readonly mean: number;
  abstract readonly variance: number;
  abstract readonly skewness: number;
  abstract readonly excessKurtosis: number;
  abstract sample(rng: Rng): number;

  /** Ends of the support. */
  protected abstract readonly low: number;
  protected abstract readonly high: number;
  /** Log mass at an integer of the support. */
  protected abstract logMass(k: number): number;
  /** Tails at an integer low <= k < high: P(X <= k), P(X > k) and their logs. */
  protected abstract lower(k: number): number;
  protected abstract upper(k: number): number;
  protected abstract logLower(k: number): number;
  protected abstract logUpper(k: number): number;

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    if (Number.isNaN(x)) return x;
    return Number.isInteger(x) && x >= this.low && x <= this.high ? this.logMass(x) : -Infinity;
  }

  cdf(x: number): number {
    const k = Math.floor(x);
    if (k >= this.low && k < this.high) return this.lower(k);
    return outside(x, this.low, [0, 1]);
  }

  sf(x: number): number {
    const k = Math.floor(x);
    if (k >= this.low && k < this.high) return this.upper(k);
    return outside(x, this.low, [1, 0]);
  }

  logCdf(x: number): number {
    const k = Math.floor(x);
    if (k >= this.low && k < this.high) return this.logLower(k);
    return outside(x, this.low, [-Infinity, 0]);
  }

  logSf(x: number): number {
    const k = Math.floor(x);
    if (k >= this.low && k < this.high) return this.logUpper(k);
    return outside(x, this.low, [0, -Infinity]);
  }

  quantile(p: number): number {
    requireProbability(p);
    if (p === 0) return this.low;
    if (p === 1) return this.high;
    const z = p < 0.5 ? -normalUpper(p) : normalUpper(1 - p);
    return smallestReached(this.around(z), (k) => this.cdf(k) >= p);
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    if (q === 0) return this.high;
    if (q === 1) return this.low;
    const z = q < 0.5 ? normalUpper(q) : -normalUpper(1 - q);
    return smallestReached(this.around(z), (k) => this.sf(k) <= q);
  }

  /** Cornish and Fisher's first correction of the normal approximation. */
  private around(z: number): { low: number; high: number; start: number; step: number } {
    const sd = Math.sqrt(this.variance);
    const skew = Number.isFinite(this.skewness) ? this.skewness : 0;
    const start = this.mean + sd * (z + (skew * (z * z - 1)) / 6);
    return { low: this.low, high: this.high, start, step: 1 + sd / 50 };
  }
}

function outside(x: number, low: number, [below, above]: readonly [number, number]): number {
  if (Number.isNaN(x)) return x;
  return x < low ? below : above;
}
