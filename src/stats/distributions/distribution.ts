import { AppError } from "../../core/errors.ts";
import type { Rng } from "../../core/rng.ts";

/**
 * A probability distribution of one real variable. Tails keep their relative accuracy: use `sf` and `logSf`, never
 * 1 - cdf. NaN as an argument gives NaN; a probability outside of [0, 1] throws.
 */
export interface Distribution {
  /** Density, or probability mass for discrete distributions (0 between the integers). */
  pdf(x: number): number;
  logPdf(x: number): number;
  /** P(X <= x). */
  cdf(x: number): number;
  /** P(X > x). */
  sf(x: number): number;
  logCdf(x: number): number;
  logSf(x: number): number;
  /** The smallest x with cdf(x) >= p. @throws AppError USAGE unless 0 <= p <= 1 */
  quantile(p: number): number;
  /** The smallest x with sf(x) <= q; accurate for tiny q. @throws AppError USAGE unless 0 <= q <= 1 */
  upperQuantile(q: number): number;
  /** NaN where a moment does not exist, Infinity where it diverges. */
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
  /** One draw; equal for equal states of the generator. */
  sample(rng: Rng): number;
}

/** @throws AppError USAGE unless 0 <= p <= 1 */
export function requireProbability(p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new AppError("USAGE", `a probability lies in [0, 1], got ${p}`, { hint: "check where the number came from" });
}

/** @throws AppError USAGE unless every parameter is a positive finite number */
export function requirePositive(distribution: string, parameters: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    requireParameter(value > 0 && value < Infinity, `${distribution}: ${name} is positive and finite, got ${value}`);
  }
}

/** @throws AppError USAGE with the message unless the condition holds */
export function requireParameter(condition: boolean, message: string): void {
  if (!condition) throw new AppError("USAGE", message, { hint: "check the parameters of the distribution" });
}
