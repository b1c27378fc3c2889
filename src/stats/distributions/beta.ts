import type { Rng } from "../../core/rng.ts";
import { IncompleteBeta } from "../special/incomplete-beta.ts";
import { type Distribution, requirePositive, requireProbability } from "./distribution.ts";
import { logGammaDraw } from "./gamma.ts";

/** Beta distribution on [0, 1] with mean a / (a + b). @throws AppError USAGE unless both are positive */
export function beta(a: number, b: number): Distribution {
  requirePositive("beta", { a, b });
  return new Beta(a, b);
}

class Beta implements Distribution {
  private readonly tails: IncompleteBeta;

  constructor(a: number, b: number) {
    this.tails = new IncompleteBeta(a, b);
  }

  get mean(): number {
    const { a, b } = this.tails;
    return a / (a + b);
  }

  get variance(): number {
    const { a, b } = this.tails;
    const n = a + b;
    return ((a / n) * (b / n)) / (n + 1);
  }

  get skewness(): number {
    const { a, b } = this.tails;
    const n = a + b;
    return (2 * (b - a) * Math.sqrt(n + 1)) / ((n + 2) * Math.sqrt(a * b));
  }

  get excessKurtosis(): number {
    const { a, b } = this.tails;
    const n = a + b;
    return (6 * ((a - b) ** 2 * (n + 1) - a * b * (n + 2))) / (a * b * (n + 2) * (n + 3));
  }

  pdf(x: number): number {
    return Math.exp(this.logPdf(x));
  }

  logPdf(x: number): number {
    const { a, b } = this.tails;
    if (x < 0 || x > 1) return -Infinity;
    if (x === 0) return edgeLogDensity(a, b);
    if (x === 1) return edgeLogDensity(b, a);
    return this.tails.logMass(x, 1 - x) - Math.log(x) - Math.log1p(-x);
  }

  cdf(x: number): number {
    return this.tails.lower(x, 1 - x);
  }

  sf(x: number): number {
    return this.tails.upper(x, 1 - x);
  }

  logCdf(x: number): number {
    return this.tails.logLower(x, 1 - x);
  }

  logSf(x: number): number {
    return this.tails.logUpper(x, 1 - x);
  }

  quantile(p: number): number {
    requireProbability(p);
    return 1 / (1 + Math.exp(-this.tails.logitLower(p)));
  }

  upperQuantile(q: number): number {
    requireProbability(q);
    return 1 / (1 + Math.exp(-this.tails.logitUpper(q)));
  }

  sample(rng: Rng): number {
    const { a, b } = this.tails;
    const logX = logGammaDraw(a, rng);
    return 1 / (1 + Math.exp(logGammaDraw(b, rng) - logX));
  }
}

/** log density at the edge whose shape is `near`. */
function edgeLogDensity(near: number, far: number): number {
  if (near === 1) return Math.log(far);
  return near > 1 ? -Infinity : Infinity;
}
