import type { Rng } from "../../core/rng.ts";
import { erfc, erfcx } from "../special/erf.ts";
import { normalUpper } from "../special/erf-inverse.ts";
import { type Distribution, requireParameter, requirePositive, requireProbability } from "./distribution.ts";
import { uniformDraw } from "./uniform-draw.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** Normal distribution. @throws AppError USAGE unless mean is finite and sd positive */
export function normal(mean = 0, sd = 1): Distribution {
  return new Normal(mean, sd);
}

/** P(Z > z) of the standard normal distribution; relative error about 1e-15 in both tails. */
export function normalSf(z: number): number {
  return 0.5 * erfc(z * Math.SQRT1_2);
}

/** log P(Z > z) of the standard normal distribution. */
export function normalLogSf(z: number): number {
  if (z < 1) return z < -5 ? Math.log1p(-normalSf(-z)) : Math.log(normalSf(z));
  return Math.log(0.5 * erfcx(z * Math.SQRT1_2)) - 0.5 * z * z;
}

/** A standard normal draw, by inversion. */
export function normalDraw(rng: Rng): number {
  const u = uniformDraw(rng);
  return u < 0.5 ? -normalUpper(u) : normalUpper(1 - u);
}

class Normal implements Distribution {
  readonly mean: number;
  readonly sd: number;
  readonly skewness = 0;
  readonly excessKurtosis = 0;

  constructor(mean: number, sd: number) {
    requirePositive("normal", { sd });
    requireParameter(Number.isFinite(mean), `normal: mean is finite, got ${mean}`);
    this.mean = mean;
    this.sd = sd;
  }

  get variance(): number {
    return this.sd * this.sd;
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    const z = (x - this.mean) / this.sd;
    return -0.5 * z * z - HALF_LOG_TWO_PI - Math.log(this.sd);
  }

  cdf(x: number): number {
    return normalSf((this.mean - x) / this.sd);
  }

  sf(x: number): number {
    return normalSf((x - this.mean) / this.sd);
  }

  logCdf(x: number): number {
    return normalLogSf((this.mean - x) / this.sd);
  }

  logSf(x: number): number {
    return normalLogSf((x - this.mean) / this.sd);
  }

  quantile(p: number): number {
    requireProbability(p);
    return this.mean + this.sd * (p < 0.5 ? -normalUpper(p) : normalUpper(1 - p));
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    return this.mean - this.sd * (q < 0.5 ? -normalUpper(q) : normalUpper(1 - q));
  }

  sample(rng: Rng): number {
    return this.mean + this.sd * normalDraw(rng);
  }
}
