import type { Rng } from "../../core/rng.ts";
import type { RootSearch } from "../special/bracketed-root.ts";
import { IncompleteGamma } from "../special/incomplete-gamma.ts";
import { chiSquared } from "./chi-squared.ts";
import { type Distribution, requireParameter, requirePositive } from "./distribution.ts";
import { gamma, logGammaDraw } from "./gamma.ts";
import { Numeric } from "./numeric.ts";
import { poissonDraw } from "./poisson.ts";
import { logMixedLower, logMixedSum, logMixedUpper, type MixedTail } from "./poisson-mixture.ts";

/** Sum of df squared normals with variance 1, whose squared means add up to ncp. @throws AppError USAGE unless df > 0 and ncp >= 0 */
export function noncentralChiSquared(df: number, ncp: number): Distribution {
  requirePositive("noncentral chi-squared", { df });
  requireParameter(ncp >= 0 && ncp < Infinity, `noncentral chi-squared: ncp is at least 0, got ${ncp}`);
  return ncp === 0 ? chiSquared(df) : new NoncentralChiSquared(df, ncp);
}

class NoncentralChiSquared extends Numeric {
  protected readonly low = 0;
  readonly df: number;
  readonly ncp: number;

  constructor(df: number, ncp: number) {
    super();
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

  sample(rng: Rng): number {
    return 2 * Math.exp(logGammaDraw(this.df / 2 + poissonDraw(this.ncp / 2, rng), rng));
  }

  protected logDensity(x: number): number {
    const highest = Math.ceil(Math.sqrt(this.ncp * x) / 2) + 1;
    return logMixedSum(this.ncp / 2, (j) => gamma(this.df / 2 + j, 2).logPdf(x), highest);
  }

  protected logLower(x: number): number {
    return logMixedLower(this.ncp / 2, tailAt(this.df / 2, x / 2));
  }

  protected logUpper(x: number): number {
    return logMixedUpper(this.ncp / 2, tailAt(this.df / 2, x / 2));
  }

  protected valueAt(u: number): number {
    return Math.exp(u);
  }

  protected get search(): RootSearch {
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
