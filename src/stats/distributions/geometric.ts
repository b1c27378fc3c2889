import type { Rng } from "../../core/rng.ts";
import { log1mExp } from "../special/logarithms.ts";
import { Discrete } from "./discrete.ts";
import { type Distribution, requireParameter } from "./distribution.ts";
import { uniformDraw } from "./uniform-draw.ts";

/** Number of trials up to and with the first success: 1, 2, ... @throws AppError USAGE unless 0 < p <= 1 */
export function geometric(p: number): Distribution {
  requireParameter(p > 0 && p <= 1, `geometric: p lies in (0, 1], got ${p}`);
  return new Geometric(p);
}

class Geometric extends Discrete {
  protected readonly low = 1;
  protected readonly high = Infinity;
  readonly p: number;
  private readonly logQ: number;

  constructor(p: number) {
    super();
    this.p = p;
    this.logQ = Math.log1p(-p);
  }

  get mean(): number {
    return 1 / this.p;
  }

  get variance(): number {
    return (1 - this.p) / (this.p * this.p);
  }

  /** NaN for p = 1. */
  get skewness(): number {
    return this.p === 1 ? Number.NaN : (2 - this.p) / Math.sqrt(1 - this.p);
  }

  /** NaN for p = 1. */
  get excessKurtosis(): number {
    return this.p === 1 ? Number.NaN : 6 + (this.p * this.p) / (1 - this.p);
  }

  sample(rng: Rng): number {
    return this.p === 1 ? 1 : Math.max(1, Math.ceil(Math.log(uniformDraw(rng)) / this.logQ));
  }

  protected logMass(k: number): number {
    return (k === 1 ? 0 : (k - 1) * this.logQ) + Math.log(this.p);
  }

  protected lower(k: number): number {
    return -Math.expm1(k * this.logQ);
  }

  protected upper(k: number): number {
    return Math.exp(k * this.logQ);
  }

  protected logLower(k: number): number {
    return log1mExp(k * this.logQ);
  }

  protected logUpper(k: number): number {
    return k * this.logQ;
  }
}
