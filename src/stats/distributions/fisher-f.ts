import type { Rng } from "../../core/rng.ts";
import { IncompleteBeta } from "../special/incomplete-beta.ts";
import { type Distribution, requirePositive, requireProbability } from "./distribution.ts";
import { logGammaDraw } from "./gamma.ts";

/** F distribution. @throws AppError USAGE unless both degrees of freedom are positive and finite */
export function fisherF(df1: number, df2: number): Distribution {
  requirePositive("F", { df1, df2 });
  return new FisherF(df1, df2);
}

class FisherF implements Distribution {
  readonly df1: number;
  readonly df2: number;
  /** Of df1 F / (df1 F + df2). */
  private readonly tails: IncompleteBeta;

  constructor(df1: number, df2: number) {
    this.df1 = df1;
    this.df2 = df2;
    this.tails = new IncompleteBeta(df1 / 2, df2 / 2);
  }

  /** Infinity for df2 <= 2. */
  get mean(): number {
    return this.df2 > 2 ? this.df2 / (this.df2 - 2) : Infinity;
  }

  /** Infinity for df2 <= 4, NaN for df2 <= 2. */
  get variance(): number {
    const { df1, df2 } = this;
    if (df2 <= 4) return df2 <= 2 ? Number.NaN : Infinity;
    return (2 * this.mean ** 2 * (df1 + df2 - 2)) / (df1 * (df2 - 4));
  }

  /** NaN for df2 <= 6. */
  get skewness(): number {
    const { df1, df2 } = this;
    if (df2 <= 6) return Number.NaN;
    return ((2 * df1 + df2 - 2) / (df2 - 6)) * Math.sqrt((8 * (df2 - 4)) / (df1 * (df1 + df2 - 2)));
  }

  /** NaN for df2 <= 8. */
  get excessKurtosis(): number {
    const { df1, df2 } = this;
    if (df2 <= 8) return Number.NaN;
    const top = df1 * (5 * df2 - 22) * (df1 + df2 - 2) + (df2 - 4) * (df2 - 2) ** 2;
    return (12 * top) / (df1 * (df2 - 6) * (df2 - 8) * (df1 + df2 - 2));
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    const { df1, df2 } = this;
    if (x < 0) return -Infinity;
    if (x === 0) return df1 > 2 ? -Infinity : df1 < 2 ? Infinity : 0;
    return this.tails.logMass(this.share(x), df2 / (df1 * x + df2)) - Math.log(x);
  }

  cdf(x: number): number {
    return this.tails.lower(this.share(x), this.rest(x));
  }

  sf(x: number): number {
    return this.tails.upper(this.share(x), this.rest(x));
  }

  logCdf(x: number): number {
    return this.tails.logLower(this.share(x), this.rest(x));
  }

  logSf(x: number): number {
    return this.tails.logUpper(this.share(x), this.rest(x));
  }

  quantile(p: number): number {
    requireProbability(p);
    return Math.exp(this.tails.logitLower(p)) * (this.df2 / this.df1);
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    return Math.exp(this.tails.logitUpper(q)) * (this.df2 / this.df1);
  }

  sample(rng: Rng): number {
    const above = logGammaDraw(this.df1 / 2, rng);
    return Math.exp(above - logGammaDraw(this.df2 / 2, rng)) * (this.df2 / this.df1);
  }

  private share(x: number): number {
    return x <= 0 ? 0 : 1 / (1 + this.df2 / (this.df1 * x));
  }

  private rest(x: number): number {
    return x <= 0 ? 1 : this.df2 / (this.df1 * x + this.df2);
  }
}
