import type { Rng } from "../../core/rng.ts";
import { IncompleteGamma } from "../special/incomplete-gamma.ts";
import { type Distribution, requirePositive, requireProbability } from "./distribution.ts";
import { normalDraw } from "./normal.ts";
import { uniformDraw } from "./uniform-draw.ts";

/** Gamma distribution with mean shape * scale. @throws AppError USAGE unless both are positive */
export function gamma(shape: number, scale = 1): Distribution {
  requirePositive("gamma", { shape, scale });
  return new Gamma(shape, scale);
}

/** The log of a standard gamma draw: a draw itself can be too small for a number. Source: Marsaglia and Tsang (2000). */
export function logGammaDraw(shape: number, rng: Rng): number {
  if (shape < 1) return logGammaDraw(shape + 1, rng) + Math.log(uniformDraw(rng)) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normalDraw(rng);
    const v = (1 + c * z) ** 3;
    if (v <= 0) continue;
    if (Math.log(uniformDraw(rng)) < 0.5 * z * z + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}

class Gamma implements Distribution {
  readonly scale: number;
  private readonly tails: IncompleteGamma;

  constructor(shape: number, scale: number) {
    this.scale = scale;
    this.tails = new IncompleteGamma(shape);
  }

  get mean(): number {
    return this.tails.a * this.scale;
  }

  get variance(): number {
    return this.tails.a * this.scale * this.scale;
  }

  get skewness(): number {
    return 2 / Math.sqrt(this.tails.a);
  }

  get excessKurtosis(): number {
    return 6 / this.tails.a;
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    const { a } = this.tails;
    const z = x / this.scale;
    if (z < 0) return -Infinity;
    if (z > 0) return this.tails.logMass(z) + Math.log(a / z) - Math.log(this.scale);
    if (z === 0) return a > 1 ? -Infinity : a < 1 ? Infinity : -Math.log(this.scale);
    return Number.NaN;
  }

  cdf(x: number): number {
    return this.tails.lower(x / this.scale);
  }

  sf(x: number): number {
    return this.tails.upper(x / this.scale);
  }

  logCdf(x: number): number {
    return this.tails.logLower(x / this.scale);
  }

  logSf(x: number): number {
    return this.tails.logUpper(x / this.scale);
  }

  quantile(p: number): number {
    requireProbability(p);
    return this.scale * this.tails.inverseLower(p);
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    return this.scale * this.tails.inverseUpper(q);
  }

  sample(rng: Rng): number {
    return this.scale * Math.exp(logGammaDraw(this.tails.a, rng));
  }
}
