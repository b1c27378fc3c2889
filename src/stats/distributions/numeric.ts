import type { Rng } from "../../core/rng.ts";
import { bracketedRoot, type RootSearch } from "../special/bracketed-root.ts";
import { log1mExp } from "../special/logarithms.ts";
import { type Distribution, requireProbability } from "./distribution.ts";

/** What the distributions share whose tails are sums or integrals: everything from the logs of density and both tails. */
export abstract class Numeric implements Distribution {
  abstract readonly mean: number;
  abstract readonly variance: number;
  abstract readonly skewness: number;
  abstract readonly excessKurtosis: number;
  abstract sample(rng: Rng): number;

  /** Lower end of the support, itself outside of it; the upper end is Infinity. */
  protected abstract readonly low: number;
  /** At finite x above `low`. */
  protected abstract logDensity(x: number): number;
  protected abstract logLower(x: number): number;
  protected abstract logUpper(x: number): number;
  /** The value at a coordinate that covers the line; quantiles are sought in it. */
  protected abstract valueAt(u: number): number;
  protected abstract readonly search: RootSearch;

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    if (Number.isNaN(x)) return x;
    return x > this.low && x < Infinity ? this.logDensity(x) : -Infinity;
  }

  cdf(x: number): number {
    return Math.exp(this.logCdf(x));
  }

  sf(x: number): number {
    return Math.exp(this.logSf(x));
  }

  logCdf(x: number): number {
    if (!(x > this.low && x < Infinity)) return Number.isNaN(x) ? x : x > this.low ? 0 : -Infinity;
    const lower = this.logLower(x);
    return lower > -Math.LN2 ? log1mExp(this.logUpper(x)) : lower;
  }

  logSf(x: number): number {
    if (!(x > this.low && x < Infinity)) return Number.isNaN(x) ? x : x > this.low ? -Infinity : 0;
    const upper = this.logUpper(x);
    return upper > -Math.LN2 ? log1mExp(this.logLower(x)) : upper;
  }

  quantile(p: number): number {
    requireProbability(p);
    if (p > 0.5) return this.upperQuantile(1 - p);
    if (p === 0) return this.low;
    const logP = Math.log(p);
    return this.valueAt(bracketedRoot((u) => finite(this.logLower(this.valueAt(u)) - logP), this.search));
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    if (q > 0.5) return this.quantile(1 - q);
    if (q === 0) return Infinity;
    const logQ = Math.log(q);
    return this.valueAt(bracketedRoot((u) => finite(logQ - this.logUpper(this.valueAt(u))), this.search));
  }
}

/** A tail too small for a number is far beyond every wanted one. */
function finite(x: number): number {
  return Math.min(Math.max(x, -1e6), 1e6);
}
