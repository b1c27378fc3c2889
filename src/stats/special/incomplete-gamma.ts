import { erfcx } from "./erf.ts";
import { normalUpper } from "./erf-inverse.ts";
import { lgamma, stirlingError } from "./gamma.ts";
import { invertLogTail } from "./invert-log-tail.ts";
import { halfDeviance, log1mExp, log1pMinus, oneMinusExp } from "./logarithms.ts";
import { temmeSum } from "./temme-sum.ts";

const TINY = 1e-300;
const EPSILON = 2 ** -53;
const LARGE_SHAPE = 20;
const LOG_SMALLEST = -745;

/**
 * The regularised incomplete gamma function of one shape: P(a, x) below and Q(a, x) above x, for a > 0 and x >= 0. The
 * smaller of the two is computed directly, so far tails keep their relative accuracy (about 1e-13, at shapes above 1e6
 * what the rounding of x allows).
 */
export class IncompleteGamma {
  readonly a: number;
  /** log of x^a e^-x / Gamma(a + 1), without the part that depends on x. */
  private readonly constant: number;

  constructor(a: number) {
    this.a = a;
    this.constant = a < 1 ? -lgamma(a + 1) : -stirlingError(a) - 0.5 * Math.log(2 * Math.PI * a);
  }

  lower(x: number): number {
    if (!(x > 0)) return Number.isNaN(x) ? x : 0;
    return this.lowerIsDirect(x) ? Math.exp(this.logDirect(x)) : oneMinusExp(this.logDirect(x));
  }

  upper(x: number): number {
    if (!(x > 0)) return Number.isNaN(x) ? x : 1;
    return this.lowerIsDirect(x) ? oneMinusExp(this.logDirect(x)) : Math.exp(this.logDirect(x));
  }

  logLower(x: number): number {
    if (!(x > 0)) return Number.isNaN(x) ? x : -Infinity;
    return this.lowerIsDirect(x) ? this.logDirect(x) : log1mExp(this.logDirect(x));
  }

  logUpper(x: number): number {
    if (!(x > 0)) return Number.isNaN(x) ? x : 0;
    return this.lowerIsDirect(x) ? log1mExp(this.logDirect(x)) : this.logDirect(x);
  }

  /** log of x^a e^-x / Gamma(a + 1). */
  logMass(x: number): number {
    if (x === Infinity) return -Infinity;
    const { a } = this;
    return this.constant + (a < 1 ? a * Math.log(x) - x : -halfDeviance(a, x));
  }

  /** The x with lower(x) = p. */
  inverseLower(p: number): number {
    if (p > 0.5) return this.inverseUpper(1 - p);
    if (p === 0) return 0;
    const series = (Math.log(p) - this.logMassOfOne()) / this.a;
    if (series < LOG_SMALLEST) return 0;
    const x = this.normalGuess(-normalUpper(p));
    return this.invert({ logP: Math.log(p), start: x > 0 ? Math.log(x) : series, below: true });
  }

  /** The x with upper(x) = q. */
  inverseUpper(q: number): number {
    if (q > 0.5) return this.inverseLower(1 - q);
    if (q === 0) return Infinity;
    const x = this.normalGuess(normalUpper(q));
    return this.invert({ logP: Math.log(q), start: Math.log(Math.max(x, 1e-300)), below: false });
  }

  /** log of 1 / Gamma(a + 1). */
  private logMassOfOne(): number {
    return -lgamma(this.a + 1);
  }

  /** Wilson and Hilferty's approximation. */
  private normalGuess(z: number): number {
    const v = 1 / (9 * this.a);
    return this.a * (1 - v + z * Math.sqrt(v)) ** 3;
  }

  private invert({ logP, start, below }: { logP: number; start: number; below: boolean }): number {
    const logX = invertLogTail(start, (u, out) => {
      const x = Math.exp(u);
      const logTail = below ? this.logLower(x) : this.logUpper(x);
      out.excess = logTail - logP;
      out.slope = (below ? 1 : -1) * this.a * Math.exp(this.logMass(x) - logTail);
      out.curvature = out.slope * (this.a - x - out.slope);
    });
    return Math.exp(logX);
  }

  private lowerIsDirect(x: number): boolean {
    return this.a < LARGE_SHAPE ? x < this.a + 1 : x < this.a;
  }

  /** log of the tail on the side of x where it is the smaller one, roughly. */
  private logDirect(x: number): number {
    if (x === Infinity) return -Infinity;
    const { a } = this;
    if (a >= LARGE_SHAPE && Math.abs(x - a) < 0.3 * a) return this.logTemme(x);
    return this.logMass(x) + Math.log(this.lowerIsDirect(x) ? lowerSeries(a, x) : a * upperFraction(a, x));
  }

  private logTemme(x: number): number {
    const { a } = this;
    const half = -log1pMinus((x - a) / a);
    const side = x < a ? -1 : 1;
    const sum = side * temmeSum(side * Math.sqrt(2 * half), a);
    return -a * half + Math.log(0.5 * erfcx(Math.sqrt(a * half)) + sum / Math.sqrt(2 * Math.PI * a));
  }
}

/** P(a, x) Gamma(a + 1) e^x / x^a. */
function lowerSeries(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = a + 1; term > sum * EPSILON; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/** Q(a, x) Gamma(a) e^x / x^a by Lentz's evaluation of the continued fraction. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / (b === 0 ? TINY : b);
  let result = d;
  for (let i = 1; i < 1e6; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) <= 2 * EPSILON) break;
  }
  return result;
}
