import type { Rng } from "../../core/rng.ts";
import type { RootSearch } from "../special/bracketed-root.ts";
import { IncompleteBeta } from "../special/incomplete-beta.ts";
import { type Distribution, requireParameter, requirePositive } from "./distribution.ts";
import { fisherF } from "./fisher-f.ts";
import { logGammaDraw } from "./gamma.ts";
import { Numeric } from "./numeric.ts";
import { poissonDraw } from "./poisson.ts";
import { logMixedLower, logMixedSum, logMixedUpper, type MixedTail } from "./poisson-mixture.ts";

/** Ratio of a noncentral to a central mean square: the power of F tests. @throws AppError USAGE unless df1, df2 > 0 and ncp >= 0 */
export function noncentralF(df1: number, df2: number, ncp: number): Distribution {
  requirePositive("noncentral F", { df1, df2 });
  requireParameter(ncp >= 0 && ncp < Infinity, `noncentral F: ncp is at least 0, got ${ncp}`);
  return ncp === 0 ? fisherF(df1, df2) : new NoncentralF({ df1, df2, ncp });
}

class NoncentralF extends Numeric {
  protected readonly low = 0;
  readonly df1: number;
  readonly df2: number;
  readonly ncp: number;

  constructor({ df1, df2, ncp }: { df1: number; df2: number; ncp: number }) {
    super();
    this.df1 = df1;
    this.df2 = df2;
    this.ncp = ncp;
  }

  /** Infinity for df2 <= 2. */
  get mean(): number {
    return this.df2 > 2 ? this.raw(1) : Infinity;
  }

  /** Infinity for df2 <= 4, NaN for df2 <= 2. */
  get variance(): number {
    const { df1, df2, ncp } = this;
    if (df2 <= 4) return df2 <= 2 ? Number.NaN : Infinity;
    const top = (df1 + ncp) ** 2 + (df1 + 2 * ncp) * (df2 - 2);
    return (2 * top * (df2 / df1) ** 2) / ((df2 - 2) ** 2 * (df2 - 4));
  }

  /** NaN for df2 <= 6. */
  get skewness(): number {
    if (this.df2 <= 6) return Number.NaN;
    const [m, v] = [this.mean, this.variance];
    return (this.raw(3) - 3 * m * v - m ** 3) / v ** 1.5;
  }

  /** NaN for df2 <= 8. */
  get excessKurtosis(): number {
    if (this.df2 <= 8) return Number.NaN;
    const [m, v] = [this.mean, this.variance];
    return (this.raw(4) - 4 * m * this.raw(3) + 6 * m * m * v + 3 * m ** 4) / v ** 2 - 3;
  }

  sample(rng: Rng): number {
    const above = logGammaDraw(this.df1 / 2 + poissonDraw(this.ncp / 2, rng), rng);
    return Math.exp(above - logGammaDraw(this.df2 / 2, rng)) * (this.df2 / this.df1);
  }

  protected logDensity(x: number): number {
    const [share, rest] = split(this, x);
    const logOf = (j: number): number => new IncompleteBeta(this.df1 / 2 + j, this.df2 / 2).logMass(share, rest);
    return logMixedSum(this.ncp / 2, logOf, this.highest(share)) - Math.log(x);
  }

  protected logLower(x: number): number {
    return logMixedLower(this.ncp / 2, this.tailAt(x));
  }

  protected logUpper(x: number): number {
    return logMixedUpper(this.ncp / 2, this.tailAt(x));
  }

  protected valueAt(u: number): number {
    return Math.exp(u);
  }

  protected get search(): RootSearch {
    return { start: Math.log1p(this.ncp / this.df1), step: 0.2 };
  }

  private tailAt(x: number): MixedTail {
    const [a, b] = [this.df1 / 2, this.df2 / 2];
    const [share, rest] = split(this, x);
    return {
      logLower: (j) => new IncompleteBeta(a + j, b).logLower(share, rest),
      logUpper: (j) => new IncompleteBeta(a + j, b).logUpper(share, rest),
      logStep: (j) => new IncompleteBeta(a + j, b).logMass(share, rest) - Math.log(a + j),
      stepRatio: (j) => (share * (a + j - 1 + b)) / (a + j),
      saturation: this.highest(share),
    };
  }

  /** Where the terms of the density's sum are past their largest: ratios of neighbours are below 1 from here on. */
  private highest(share: number): number {
    const lead = (this.ncp / 2) * share;
    return Math.ceil(lead + Math.sqrt(lead * (this.df1 + this.df2))) + 1;
  }

  /** E F^order, order < df2 / 2: moments of the noncentral chi-squared from its cumulants, times those of 1 / chi-squared. */
  private raw(order: number): number {
    const { df1, df2, ncp } = this;
    const [k1, k2, k3, k4] = [df1 + ncp, 2 * (df1 + 2 * ncp), 8 * (df1 + 3 * ncp), 48 * (df1 + 4 * ncp)];
    const moments = [
      1,
      k1,
      k2 + k1 ** 2,
      k3 + 3 * k2 * k1 + k1 ** 3,
      k4 + 4 * k3 * k1 + 3 * k2 ** 2 + 6 * k2 * k1 ** 2 + k1 ** 4,
    ];
    let value = moments[order] ?? Number.NaN;
    for (let i = 1; i <= order; i++) value *= df2 / df1 / (df2 - 2 * i);
    return value;
  }
}

/** df1 x / (df1 x + df2) and the rest to 1. */
function split({ df1, df2 }: { df1: number; df2: number }, x: number): readonly [number, number] {
  return [1 / (1 + df2 / (df1 * x)), df2 / (df1 * x + df2)];
}
