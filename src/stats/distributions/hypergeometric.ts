import type { Rng } from "../../core/rng.ts";
import { log1mExp } from "../special/logarithms.ts";
import { logBinomialMass } from "./binomial.ts";
import { Discrete } from "./discrete.ts";
import { type Distribution, requireParameter } from "./distribution.ts";
import { logConcaveDraw } from "./log-concave-draw.ts";

/** An urn with `successes` among `population`, from which `draws` are taken without putting back. */
export interface Urn {
  readonly population: number;
  readonly successes: number;
  readonly draws: number;
}

/** Number of successes drawn from an urn. @throws AppError USAGE unless all are whole and none exceeds the population */
export function hypergeometric(urn: Urn): Distribution {
  for (const [name, value] of Object.entries(urn)) {
    const fits = Number.isSafeInteger(value) && value >= 0 && value <= urn.population;
    requireParameter(fits, `hypergeometric: ${name} is a whole number of 0 .. population, got ${value}`);
  }
  requireParameter(urn.population > 0, "hypergeometric: the population is empty");
  return new Hypergeometric(urn);
}

class Hypergeometric extends Discrete {
  protected readonly low: number;
  protected readonly high: number;
  readonly population: number;
  readonly successes: number;
  readonly draws: number;

  constructor({ population, successes, draws }: Urn) {
    super();
    this.population = population;
    this.successes = successes;
    this.draws = draws;
    this.low = Math.max(0, draws - (population - successes));
    this.high = Math.min(draws, successes);
  }

  get mean(): number {
    return this.draws * (this.successes / this.population);
  }

  get variance(): number {
    const { population: n, successes, draws } = this;
    if (n === 1) return 0;
    return ((draws * (successes / n) * (n - successes)) / n) * ((n - draws) / (n - 1));
  }

  /** NaN where the variance is 0. */
  get skewness(): number {
    const { population: n, successes, draws } = this;
    if (this.variance === 0 || n <= 2) return Number.NaN;
    const spread = Math.sqrt(draws) * Math.sqrt(successes) * Math.sqrt(n - successes) * Math.sqrt(n - draws);
    return ((n - 2 * successes) * Math.sqrt(n - 1) * (n - 2 * draws)) / (spread * (n - 2));
  }

  /** NaN where the variance is 0, or for a population of 3 or less. */
  get excessKurtosis(): number {
    const { population: n, successes: k, draws: m } = this;
    if (this.variance === 0 || n <= 3) return Number.NaN;
    const lead = (n - 1) * n * n * (n * (n + 1) - 6 * k * (n - k) - 6 * m * (n - m));
    const rest = 6 * m * k * (n - k) * (n - m) * (5 * n - 6);
    return (lead + rest) / (m * k * (n - k) * (n - m) * (n - 2) * (n - 3));
  }

  sample(rng: Rng): number {
    const { population, successes, draws, low, high } = this;
    const mode = Math.floor((draws + 1) * ((successes + 1) / (population + 2)));
    const logMass = (k: number): number => (k < low || k > high ? -Infinity : this.logMass(k));
    return logConcaveDraw({ mode: Math.min(Math.max(mode, low), high), logMass }, rng);
  }

  /** Three binomials of one common p. Source: Loader (2000). */
  protected logMass(k: number): number {
    const { population: n, successes, draws } = this;
    if (draws === 0 || draws === n) return 0;
    const p = draws / n;
    const q = (n - draws) / n;
    return (
      logBinomialMass({ x: k, n: successes, p, q }) +
      logBinomialMass({ x: draws - k, n: n - successes, p, q }) -
      logBinomialMass({ x: draws, n, p, q })
    );
  }

  protected lower(k: number): number {
    return this.lowerIsDirect(k) ? Math.exp(this.logSumDown(k)) : 1 - Math.exp(this.logSumUp(k + 1));
  }

  protected upper(k: number): number {
    return this.lowerIsDirect(k) ? 1 - Math.exp(this.logSumDown(k)) : Math.exp(this.logSumUp(k + 1));
  }

  protected logLower(k: number): number {
    return this.lowerIsDirect(k) ? this.logSumDown(k) : log1mExp(this.logSumUp(k + 1));
  }

  protected logUpper(k: number): number {
    return this.lowerIsDirect(k) ? log1mExp(this.logSumDown(k)) : this.logSumUp(k + 1);
  }

  private lowerIsDirect(k: number): boolean {
    return k + 0.5 < this.mean;
  }

  /** log P(X <= k), as the mass at k times the sum of ratios below it. */
  private logSumDown(k: number): number {
    let sum = 1;
    let term = 1;
    for (let i = k; i > this.low && term > sum * 1e-17; i--) {
      term *= 1 / this.ratio(i);
      sum += term;
    }
    return this.logMass(k) + Math.log(sum);
  }

  private logSumUp(k: number): number {
    let sum = 1;
    let term = 1;
    for (let i = k + 1; i <= this.high && term > sum * 1e-17; i++) {
      term *= this.ratio(i);
      sum += term;
    }
    return this.logMass(k) + Math.log(sum);
  }

  /** Mass at k over mass at k - 1. */
  private ratio(k: number): number {
    const { population, successes, draws } = this;
    const failuresLeft = population - successes - draws + k;
    return ((successes - k + 1) / k) * ((draws - k + 1) / failuresLeft);
  }
}
