/** What may change: the level; the level and the spread; the level and the slope. */
export type ChangeKind = "mean" | "mean-variance" | "trend";

/** Minus twice the log likelihood of a stretch of normal values around its own fit, but for constants. */
export interface SegmentCost {
  /** Numbers that describe a stretch. */
  readonly parameters: number;
  /** Steps below which a stretch has no cost. */
  readonly shortest: number;
  /** Of steps `from` to `to` - 1. */
  of(from: number, to: number): number;
}

/**
 * Costs of all stretches of a series in constant time each, from running sums.
 * @param variance of the noise; "mean-variance" estimates its own in each stretch and does not use it
 */
export function segmentCost(values: Float64Array, kind: ChangeKind, variance: number): SegmentCost {
  const sums = new RunningSums(values);
  switch (kind) {
    case "mean":
      return { parameters: 1, shortest: 1, of: (from, to) => sums.aroundMean(from, to) / variance };
    case "trend":
      return { parameters: 2, shortest: 3, of: (from, to) => sums.aroundLine(from, to) / variance };
    case "mean-variance": {
      const least = 1e-12 * (sums.aroundMean(0, values.length) / values.length) || Number.MIN_VALUE;
      return {
        parameters: 2,
        shortest: 2,
        of: (from, to) => (to - from) * Math.log(Math.max(sums.aroundMean(from, to) / (to - from), least)),
      };
    }
  }
}

/** Sums of the deviations from the mean, of their squares and of their products with time, up to each step. */
class RunningSums {
  readonly #x: Float64Array;
  readonly #xx: Float64Array;
  readonly #tx: Float64Array;
  readonly #middle: number;

  constructor(values: Float64Array) {
    const n = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    this.#middle = (n - 1) / 2;
    this.#x = new Float64Array(n + 1);
    this.#xx = new Float64Array(n + 1);
    this.#tx = new Float64Array(n + 1);
    for (let t = 0; t < n; t++) {
      const x = (values[t] as number) - mean;
      this.#x[t + 1] = (this.#x[t] as number) + x;
      this.#xx[t + 1] = (this.#xx[t] as number) + x * x;
      this.#tx[t + 1] = (this.#tx[t] as number) + (t - this.#middle) * x;
    }
  }

  aroundMean(from: number, to: number): number {
    const sum = between(this.#x, from, to);
    return Math.max(0, between(this.#xx, from, to) - (sum * sum) / (to - from));
  }

  aroundLine(from: number, to: number): number {
    const n = to - from;
    const sum = between(this.#x, from, to);
    const centre = (from + to - 1) / 2 - this.#middle;
    const cross = between(this.#tx, from, to) - centre * sum;
    const spread = (n * (n * n - 1)) / 12;
    return Math.max(0, this.aroundMean(from, to) - (cross * cross) / spread);
  }
}

function between(sums: Float64Array, from: number, to: number): number {
  return (sums[to] as number) - (sums[from] as number);
}
