import type { Rng } from "../../core/rng.ts";
import { stirlingError } from "../special/gamma.ts";
import { IncompleteGamma } from "../special/incomplete-gamma.ts";
import { halfDeviance } from "../special/logarithms.ts";
import { Discrete } from "./discrete.ts";
import { type Distribution, requirePositive } from "./distribution.ts";
import { drawFromZero, logConcaveDraw } from "./log-concave-draw.ts";

/** Mean, below which adding masses is quicker than rejection. */
const FEW = 10;

/** Poisson distribution. @throws AppError USAGE unless the mean is positive */
export function poisson(mean: number): Distribution {
  requirePositive("Poisson", { mean });
  return new Poisson(mean);
}

/** A Poisson draw for mean >= 0. */
export function poissonDraw(mean: number, rng: Rng): number {
  if (mean < FEW) return drawFromZero(Math.exp(-mean), (k) => mean / k, rng);
  const logMass = (k: number): number => (k < 0 ? -Infinity : logPoissonMass(k, mean));
  return logConcaveDraw({ mode: Math.floor(mean), logMass }, rng);
}

/** log of the mass at k = 0, 1, ... */
export function logPoissonMass(k: number, mean: number): number {
  if (k === 0) return -mean;
  return -stirlingError(k) - halfDeviance(k, mean) - 0.5 * Math.log(2 * Math.PI * k);
}

class Poisson extends Discrete {
  protected readonly low = 0;
  protected readonly high = Infinity;
  readonly mean: number;

  constructor(mean: number) {
    super();
    this.mean = mean;
  }

  get variance(): number {
    return this.mean;
  }

  get skewness(): number {
    return 1 / Math.sqrt(this.mean);
  }

  get excessKurtosis(): number {
    return 1 / this.mean;
  }

  sample(rng: Rng): number {
    return poissonDraw(this.mean, rng);
  }

  protected logMass(k: number): number {
    return logPoissonMass(k, this.mean);
  }

  protected lower(k: number): number {
    return new IncompleteGamma(k + 1).upper(this.mean);
  }

  protected upper(k: number): number {
    return new IncompleteGamma(k + 1).lower(this.mean);
  }

  protected logLower(k: number): number {
    return new IncompleteGamma(k + 1).logUpper(this.mean);
  }

  protected logUpper(k: number): number {
    return new IncompleteGamma(k + 1).logLower(this.mean);
  }
}
