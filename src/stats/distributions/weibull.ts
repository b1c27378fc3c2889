import type { Rng } from "../../core/rng.ts";
import { lgamma } from "../special/gamma.ts";
import { log1mExp } from "../special/logarithms.ts";
import { type Distribution, requirePositive, requireProbability } from "./distribution.ts";
import { uniformDraw } from "./uniform-draw.ts";

/** Weibull distribution with survival exp(-(x / scale)^shape). @throws AppError USAGE unless both are positive */
export function weibull(shape: number, scale: number): Distribution {
  requirePositive("Weibull", { shape, scale });
  return new Weibull(shape, scale);
}

class Weibull implements Distribution {
  readonly shape: number;
  readonly scale: number;

  constructor(shape: number, scale: number) {
    this.shape = shape;
    this.scale = scale;
  }

  get mean(): number {
    return this.scale * this.raw(1);
  }

  get variance(): number {
    return this.mean ** 2 * this.squaredVariation;
  }

  get skewness(): number {
    const m = this.raw(1);
    const variance = m * m * this.squaredVariation;
    return (this.raw(3) - 3 * m * variance - m ** 3) / variance ** 1.5;
  }

  get excessKurtosis(): number {
    const m = this.raw(1);
    const variance = m * m * this.squaredVariation;
    return (this.raw(4) - 4 * m * this.raw(3) + 6 * m * m * variance + 3 * m ** 4) / variance ** 2 - 3;
  }

  private get squaredVariation(): number {
    return Math.expm1(lgamma(1 + 2 / this.shape) - 2 * lgamma(1 + 1 / this.shape));
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    const { shape, scale } = this;
    if (x < 0 || x === Infinity) return -Infinity;
    if (x === 0) return shape > 1 ? -Infinity : shape < 1 ? Infinity : -Math.log(scale);
    return Math.log(shape / scale) + (shape - 1) * Math.log(x / scale) - this.hazard(x);
  }

  cdf(x: number): number {
    return -Math.expm1(-this.hazard(x));
  }

  sf(x: number): number {
    return Math.exp(-this.hazard(x));
  }

  logCdf(x: number): number {
    return log1mExp(-this.hazard(x));
  }

  logSf(x: number): number {
    return -this.hazard(x);
  }

  quantile(p: number): number {
    requireProbability(p);
    return this.scale * (-Math.log1p(-p)) ** (1 / this.shape);
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    return this.scale * (0 - Math.log(q)) ** (1 / this.shape);
  }

  sample(rng: Rng): number {
    return this.upperQuantile(uniformDraw(rng));
  }

  /** The cumulated hazard, -log sf. */
  private hazard(x: number): number {
    return x <= 0 ? 0 : (x / this.scale) ** this.shape;
  }

  private raw(order: number): number {
    return Math.exp(lgamma(1 + order / this.shape));
  }
}
