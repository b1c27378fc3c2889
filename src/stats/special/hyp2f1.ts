import { lgamma } from "./gamma.ts";

export interface Hypergeometric {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Beyond it the series is turned around 1 - x where that can be done without cancellation. */
const NEAR_ONE = 0.999;
/** How far c - a - b must be from a whole number for that. */
const FAR_FROM_WHOLE = 1e-3;
const MAX_TERMS = 2e7;

/**
 * Gauss's hypergeometric function of real x < 1, and of x = 1 where c > a + b. NaN where it is not defined. Relative
 * error about 1e-13 where the series has terms of one sign; terms of both signs cost as many digits as they cancel.
 * When c - a - b is whole, time grows like 1 / (1 - x).
 */
export function hyp2f1({ a, b, c }: Hypergeometric, x: number): number {
  const terminates = isPole(a) || isPole(b);
  if (Number.isNaN(a + b + c + x) || (isPole(c) && !terminates)) return Number.NaN;
  if (x === 0 || a === 0 || b === 0) return 1;
  if (terminates) return series({ a, b, c }, x);
  if (x > 1) return Number.NaN;
  if (x === 1) return atOne({ a, b, c });
  if (x < -0.5) return (1 - x) ** -a * hyp2f1({ a, b: c - b, c }, x / (x - 1));
  const excess = c - a - b;
  if (x <= NEAR_ONE) return series({ a, b, c }, x);
  if (Math.abs(excess - Math.round(excess)) > FAR_FROM_WHOLE) return aroundOne({ a, b, c }, x);
  return excess < 0 ? (1 - x) ** excess * series({ a: c - a, b: c - b, c }, x) : series({ a, b, c }, x);
}

function isPole(x: number): boolean {
  return x <= 0 && Number.isInteger(x);
}

function series({ a, b, c }: Hypergeometric, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 0; n < MAX_TERMS; n++) {
    const ratio = (((a + n) / (c + n)) * (b + n) * x) / (n + 1);
    term *= ratio;
    sum += term;
    if (term === 0 || (Math.abs(ratio) < 1 && Math.abs(term) < 1e-17 * Math.abs(sum) * (1 - Math.abs(ratio)))) break;
  }
  return sum;
}

/** Gauss's theorem. */
function atOne({ a, b, c }: Hypergeometric): number {
  return c - a - b > 0 ? gammaRatio([c, c - a - b], [c - a, c - b]) : Number.NaN;
}

function aroundOne({ a, b, c }: Hypergeometric, x: number): number {
  const excess = c - a - b;
  const y = 1 - x;
  const regular = gammaRatio([c, excess], [c - a, c - b]) * series({ a, b, c: 1 - excess }, y);
  const singular = gammaRatio([c, -excess], [a, b]) * series({ a: c - a, b: c - b, c: 1 + excess }, y);
  return regular + y ** excess * singular;
}

/** Product of gamma functions over another. */
function gammaRatio(top: readonly number[], bottom: readonly number[]): number {
  if (bottom.some(isPole)) return 0;
  const sum = (values: readonly number[]): number => values.reduce((total, x) => total + lgamma(x), 0);
  const sign = [...top, ...bottom].reduce((product, x) => product * gammaSign(x), 1);
  return sign * Math.exp(sum(top) - sum(bottom));
}

function gammaSign(x: number): number {
  return x > 0 || Math.floor(x) % 2 === 0 ? 1 : -1;
}
