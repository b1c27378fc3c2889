import type { Rng } from "../../core/rng.ts";
import { IncompleteGamma } from "../special/incomplete-gamma.ts";
import { chiSquared } from "./chi-squared.ts";
import { type Distribution, requireParameter, requirePositive, requireProbability } from "./distribution.ts";
import { gamma, logGammaDraw } from "./gamma.ts";
import { poissonDraw } from "./poisson.ts";
import { logMixedLower, logMixedSum, logMixedUpper, type MixedTail } from "./poisson-mixture.ts";
import { searchLower, searchUpper } from "./quantile-by-search.ts";

/** Sum of df squared normals with variance 1, whose squared means add up to ncp. @throws AppError USAGE unless df > 0 and ncp >= 0 */
export function noncentralChiSquared(df: number, ncp: number): Distribution {
  requirePositive("noncentral chi-squared", { df });
  requireParameter(ncp >= 0 && ncp < Infinity, `noncentral chi-squared: ncp is at least 0, got ${ncp}`);
  return ncp === 0 ? chiSquared(df) : new NoncentralChiSquared(df, ncp);
}

class NoncentralChiSquared implements Distribution {
  readonly df: number;
  readonly ncp: number;

  constructor(df: number, ncp: number) {
    this.df = df;
    this.ncp = ncp;
  }

  get mean(): number {
    return this.df + this.ncp;
  }

  get variance(): number {
    return 2 * (this.df + 2 * this.ncp);
  }

  get skewness(): number {
    return (Math.SQRT2 * 2 * (this.df + 3 * this.ncp)) / (this.df + 2 * this.ncp) ** 1.5;
  }

  get excessKurtosis(): number {
    return (12 * (this.df + 4 * this.ncp)) / (this.df + 2 * this.ncp) ** 2;
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    const { df, ncp } = this;
    if (Number.isNaN(x)) return x;
    if (x < 0 || x === Infinity) return -Infinity;
    if (x === 0) return gamma(df / 2, 2).logPdf(0) - ncp / 2;
    const highest = Math.ceil(Math.sqrt(ncp * x) / 2) + 1;
    return logMixedSum(ncp / 2, (j) => gamma(df / 2 + j, 2).logPdf(x), highest);
  }

  cdf(x: number): number {
    return Math.exp(this.logCdf(x));
  }

  sf(x: number): number {
    return Math.exp(this.logSf(x));
  }

  logCdf(x: number): number {
    if (!(x > 0)) return Number.isNaN(x) ? x : -Infinity;
    return x === Infinity ? 0 : logMixedLower(this.ncp / 2, tailAt(this.df / 2, x / 2));
  }

  logSf(x: number): number {
    if (!(x > 0)) return Number.isNaN(x) ? x : 0;
    return x === Infinity ? -Infinity : logMixedUpper(this.ncp / 2, tailAt(this.df / 2, x / 2));
  }

  quantile(p: number): number {
    requireProbability(p);
    if (p === 0 || p === 1) return p === 0 ? 0 : Infinity;
    return Math.exp(searchLower(this.onLogScale(), p, this.search()));
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    if (q === 0 || q === 1) return q === 0 ? Infinity : 0;
    return Math.exp(searchUpper(this.onLogScale(), q, this.search()));
  }

  sample(rng: Rng): number {
    return 2 * Math.exp(logGammaDraw(this.df / 2 + poissonDraw(this.ncp / 2, rng), rng));
  }

  private onLogScale(): { logCdf(u: number): number; logSf(u: number): number } {
    return { logCdf: (u) => this.logCdf(Math.exp(u)), logSf: (u) => this.logSf(Math.exp(u)) };
  }

  private search(): { start: number; step: number } {
    return { start: Math.log(this.mean), step: Math.sqrt(this.variance) / this.mean };
  }
}

function tailAt(a: number, x: number): MixedTail {
  return {
    logLower: (j) => new IncompleteGamma(a + j).logLower(x),
    logUpper: (j) => new IncompleteGamma(a + j).logUpper(x),
    logStep: (j) => new IncompleteGamma(a + j).logMass(x),
    stepRatio: (j) => x / (a + j),
    saturation: x - a,
  };
}
