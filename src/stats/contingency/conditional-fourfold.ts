import { bracketedRoot } from "../special/bracketed-root.ts";
import type { FourfoldTable } from "./table.ts";

/**
 * The first cell of a 2x2 table when all margins are given: Fisher's noncentral hypergeometric distribution. Probabilities
 * come from ratios of neighbours, so that they keep their digits for large counts where factorials would lose them.
 */
export class ConditionalFourfold {
  readonly #low: number;
  readonly #observed: number;
  /** Logs of the ratio of each probability to the one before, at odds ratio 1; the first is not used. */
  readonly #logRatios: Float64Array;
  readonly #ratios: Float64Array;

  constructor([[a, b], [c, d]]: FourfoldTable) {
    const [row, column, rest] = [a + b, a + c, b + d];
    this.#low = Math.max(0, row - rest);
    this.#observed = a - this.#low;
    const size = Math.min(row, column) - this.#low + 1;
    this.#ratios = Float64Array.from({ length: size }, (_, i) => {
      const k = this.#low + i;
      return i === 0 ? 1 : ((row - k + 1) * (column - k + 1)) / (k * (d - a + k));
    });
    this.#logRatios = this.#ratios.map(Math.log);
  }

  /** Probabilities relative to the largest one, at a log odds ratio. */
  #weights(logOdds: number): Float64Array {
    const size = this.#ratios.length;
    const mode = this.#mode(logOdds);
    const odds = Math.exp(logOdds);
    const weights = new Float64Array(size);
    weights[mode] = 1;
    for (let i = mode + 1; i < size; i++) weights[i] = (weights[i - 1] as number) * (this.#ratios[i] as number) * odds;
    for (let i = mode - 1; i >= 0; i--) {
      weights[i] = (weights[i + 1] as number) / (this.#ratios[i + 1] as number) / odds;
    }
    return weights;
  }

  /** Ratios fall with k, so the mode is the last place where the probability still grows. */
  #mode(logOdds: number): number {
    let [low, high] = [0, this.#logRatios.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#logRatios[middle] as number) + logOdds > 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** P(X <= observed) and P(X >= observed). */
  tails(logOdds: number): { readonly lower: number; readonly upper: number } {
    const weights = this.#weights(logOdds);
    const total = sumSmallFirst(weights);
    return {
      lower: sumSmallFirst(weights.subarray(0, this.#observed + 1)) / total,
      upper: sumSmallFirst(weights.subarray(this.#observed)) / total,
    };
  }

  /** At odds ratio 1, the probability of all values at most `allowance` times as probable as the observed one. */
  noMoreProbable(allowance: number): number {
    const weights = this.#weights(0);
    const limit = (weights[this.#observed] as number) * allowance;
    return Math.min(1, sumSmallFirst(weights.filter((weight) => weight <= limit)) / sumSmallFirst(weights));
  }

  /** The odds ratio under which the observed value is the expected one; 0 or Infinity at the ends. */
  oddsRatio(): number {
    if (this.#observed === 0) return 0;
    if (this.#observed === this.#ratios.length - 1) return Number.POSITIVE_INFINITY;
    return this.#solve((logOdds) => {
      const weights = this.#weights(logOdds);
      return weights.reduce((sum, weight, i) => sum + weight * (i - this.#observed), 0) / sumSmallFirst(weights);
    });
  }

  /** The odds ratio under which a value as large as observed has probability `tail`. */
  lowerBound(tail: number): number {
    return this.#observed === 0 ? 0 : this.#solve((logOdds) => Math.log(this.tails(logOdds).upper / tail));
  }

  /** The odds ratio under which a value as small as observed has probability `tail`. */
  upperBound(tail: number): number {
    if (this.#observed === this.#ratios.length - 1) return Number.POSITIVE_INFINITY;
    return this.#solve((logOdds) => -Math.log(this.tails(logOdds).lower / tail));
  }

  /** exp of the zero of a function that increases with the log odds ratio. */
  #solve(f: (logOdds: number) => number): number {
    return Math.exp(bracketedRoot(f, { start: 0, step: 1 }));
  }
}

/** A sum of numbers that rise to one peak and fall again, without losing the small ones. */
function sumSmallFirst(values: Float64Array): number {
  let [sum, lost] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= value ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
