import type { Rng } from "../../core/rng.ts";
import { type Distribution, requireParameter, requirePositive } from "./distribution.ts";
import { normal } from "./normal.ts";

/** The exponential of a normal with mean mu and standard deviation sigma. @throws AppError USAGE unless sigma > 0 */
export function logNormal(mu: number, sigma: number): Distribution {
  requirePositive("lognormal", { sigma });
  requireParameter(Number.isFinite(mu), `lognormal: mu is finite, got ${mu}`);
  return new LogNormal(mu, sigma);
}

class LogNormal implements Distribution {
  readonly mu: number;
  readonly sigma: number;
  private readonly log: Distribution;

  constructor(mu: number, sigma: number) {
    this.mu = mu;
    this.sigma = sigma;
    this.log = normal(mu, sigma);
  }

  get mean(): number {
    return Math.exp(this.mu + 0.5 * this.sigma ** 2);
  }

  get variance(): number {
    return this.excess * this.mean ** 2;
  }

  get skewness(): number {
    return (this.excess + 3) * Math.sqrt(this.excess);
  }

  get excessKurtosis(): number {
    const d = this.excess;
    return d * (16 + d * (15 + d * (6 + d)));
  }

  /** e^(sigma^2) - 1, the squared coefficient of variation. */
  private get excess(): number {
    return Math.expm1(this.sigma ** 2);
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    return x <= 0 ? -Infinity : this.log.logPdf(Math.log(x)) - Math.log(x);
  }

  cdf(x: number): number {
    return this.log.cdf(logOf(x));
  }

  sf(x: number): number {
    return this.log.sf(logOf(x));
  }

  logCdf(x: number): number {
    return this.log.logCdf(logOf(x));
  }

  logSf(x: number): number {
    return this.log.logSf(logOf(x));
  }

  quantile(p: number): number {
    return Math.exp(this.log.quantile(p));
  }

  upperQuantile(q: number): number {
    return Math.exp(this.log.upperQuantile(q));
  }

  sample(rng: Rng): number {
    return Math.exp(this.log.sample(rng));
  }
}

function logOf(x: number): number {
  return x <= 0 ? -Infinity : Math.log(x);
}
