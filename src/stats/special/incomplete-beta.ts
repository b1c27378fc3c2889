import { normalUpper } from "./erf-inverse.ts";
import { logBeta, stirlingError } from "./gamma.ts";
import { invertLogTail } from "./invert-log-tail.ts";
import { halfDeviance, log1mExp, oneMinusExp } from "./logarithms.ts";

const TINY = 1e-300;
const EPSILON = 2 ** -53;

/**
 * The regularised incomplete beta function of one pair of shapes: I_x(a, b) below and 1 - I_x(a, b) above x, for
 * a, b > 0. Every method takes x and y = 1 - x, so that nothing is lost near 1. The smaller of the two tails is
 * computed directly: far tails keep their relative accuracy (about 1e-13; at shapes above 1e6 what the rounding of x
 * allows). Time grows with the square root of the larger shape near the mean.
 */
export class IncompleteBeta {
  readonly a: number;
  readonly b: number;
  /** log of x^a y^b / B(a, b), without the part that depends on x. */
  private readonly constant: number;

  constructor(a: number, b: number) {
    this.a = a;
    this.b = b;
    const n = a + b;
    this.constant =
      stirlingError(n) - stirlingError(a) - stirlingError(b) + 0.5 * Math.log(((a / n) * b) / (2 * Math.PI));
  }

  lower(x: number, y: number): number {
    if (!(x > 0 && y > 0)) return atEdge(x, y, [0, 1]);
    return this.lowerIsDirect(x, y) ? Math.exp(this.logDirect(x, y)) : oneMinusExp(this.logDirect(x, y));
  }

  upper(x: number, y: number): number {
    if (!(x > 0 && y > 0)) return atEdge(x, y, [1, 0]);
    return this.lowerIsDirect(x, y) ? oneMinusExp(this.logDirect(x, y)) : Math.exp(this.logDirect(x, y));
  }

  logLower(x: number, y: number): number {
    if (!(x > 0 && y > 0)) return atEdge(x, y, [-Infinity, 0]);
    return this.lowerIsDirect(x, y) ? this.logDirect(x, y) : log1mExp(this.logDirect(x, y));
  }

  logUpper(x: number, y: number): number {
    if (!(x > 0 && y > 0)) return atEdge(x, y, [0, -Infinity]);
    return this.lowerIsDirect(x, y) ? log1mExp(this.logDirect(x, y)) : this.logDirect(x, y);
  }

  /** log of x^a y^b / B(a, b). */
  logMass(x: number, y: number): number {
    const { a, b } = this;
    const n = a + b;
    return this.constant - halfDeviance(a, n * x) - halfDeviance(b, n * y);
  }

  /** log(x / y) of the x with lower(x) = p. */
  logitLower(p: number): number {
    if (p > 0.5) return this.logitUpper(1 - p);
    if (p === 0) return -Infinity;
    const { a, b } = this;
    const logP = Math.log(p);
    const series = (logP + Math.log(a) + logBeta(a, b)) / a;
    if (series < -700) return series;
    return this.invert({ logP, start: this.normalGuess(-normalUpper(p), series), below: true });
  }

  /** log(x / y) of the x with upper(x) = q. */
  logitUpper(q: number): number {
    if (q > 0.5) return this.logitLower(1 - q);
    if (q === 0) return Infinity;
    const { a, b } = this;
    const logQ = Math.log(q);
    const series = -(logQ + Math.log(b) + logBeta(a, b)) / b;
    if (series > 700) return series;
    return this.invert({ logP: logQ, start: this.normalGuess(normalUpper(q), series), below: false });
  }

  /** The logit of a beta variable is about normal when both shapes are large; else one term of the series. */
  private normalGuess(z: number, series: number): number {
    const { a, b } = this;
    if (Math.min(a, b) < 1) return series;
    return Math.log(a / b) + z * Math.sqrt(1 / a + 1 / b);
  }

  private invert({ logP, start, below }: { logP: number; start: number; below: boolean }): number {
    const { a, b } = this;
    return invertLogTail(start, (u, out) => {
      const x = 1 / (1 + Math.exp(-u));
      const y = 1 / (1 + Math.exp(u));
      const logTail = below ? this.logLower(x, y) : this.logUpper(x, y);
      out.excess = logTail - logP;
      out.slope = (below ? 1 : -1) * Math.exp(this.logMass(x, y) - logTail);
      out.curvature = out.slope * (a * y - b * x - out.slope);
    });
  }

  private lowerIsDirect(x: number, y: number): boolean {
    return (this.a + 1) * y > (this.b + 1) * x;
  }

  private logDirect(x: number, y: number): number {
    const { a, b } = this;
    const fraction = this.lowerIsDirect(x, y) ? betaFraction({ a, b, x, y }) : betaFraction({ a: b, b: a, x: y, y: x });
    return this.logMass(x, y) - Math.log(fraction);
  }
}

function atEdge(x: number, y: number, [atZero, atOne]: readonly [number, number]): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  return x > 0 ? atOne : atZero;
}

/**
 * The continued fraction of x^a y^b / (B(a, b) I_x(a, b)) in its even form, by Lentz.
 * Source: DiDonato and Morris (1992), ACM TOMS 708.
 */
function betaFraction({ a, b, x, y }: { a: number; b: number; x: number; y: number }): number {
  const lead = a * y - b * x + 1;
  let c = (a * lead) / (a + 1) || TINY;
  let d = 0;
  let result = c;
  for (let m = 1; m < 1e7; m++) {
    const even = a + 2 * m;
    const before = even - 1;
    const w = m * (b - m) * x;
    const numerator = ((a + m - 1) / before) * ((a + b + m - 1) / before) * w * x;
    const denominator = m + w / before + ((a + m) * (lead + m * (1 + y))) / (even + 1);
    d = 1 / (denominator + numerator * d || TINY);
    c = denominator + numerator / c || TINY;
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) <= 2 * EPSILON) break;
  }
  return result;
}
