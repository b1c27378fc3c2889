/** How a local regression of equally spaced values is made. */
export interface LoessOptions {
  /** Values in the window, odd; when it is longer than the series, the weights are spread as if there were more. */
  readonly window: number;
  /** 0: local means; 1: local lines. */
  readonly degree: 0 | 1;
  /** The curve is computed at every `jump`-th value and is straight between them. */
  readonly jump: number;
}

/**
 * Local regression with tricube weights as STL has it (Cleveland et al. 1990, subroutines `ess` and `est`), over values
 * that are one step apart.
 */
export class Loess {
  readonly #y: Float64Array;
  readonly #options: LoessOptions;
  readonly #weights: Float64Array | null;
  /** Tricube weight by distance for the bandwidth they were last asked for. */
  #kernel = new Float64Array(0);
  #bandwidth = -1;

  /** @param weights of each value, for robust fits; null when all weigh the same */
  constructor(y: Float64Array, options: LoessOptions, weights: Float64Array | null = null) {
    this.#y = y;
    this.#options = options;
    this.#weights = weights;
  }

  /** The curve at each value, in `target`. */
  smooth(target: Float64Array = new Float64Array(this.#y.length)): Float64Array {
    const n = this.#y.length;
    if (n < 2) {
      target.set(this.#y);
      return target;
    }
    const jump = Math.min(this.#options.jump, n - 1);
    for (let i = 0; i < n; i += jump) target[i] = this.#inside(i);
    if (jump > 1) this.#connect(target, jump);
    return target;
  }

  /** The curve one step before the first value. */
  before(): number {
    const right = Math.min(this.#options.window, this.#y.length) - 1;
    return this.#at(-1, 0, right);
  }

  /** The curve one step after the last value. */
  after(): number {
    const n = this.#y.length;
    return this.#at(n, Math.max(0, n - this.#options.window), n - 1);
  }

  #inside(i: number): number {
    const n = this.#y.length;
    const { window } = this.#options;
    const left = window >= n ? 0 : Math.min(Math.max(0, i - (window - 1) / 2), n - window);
    const found = this.#at(i, left, window >= n ? n - 1 : left + window - 1);
    return Number.isNaN(found) ? (this.#y[i] as number) : found;
  }

  #connect(target: Float64Array, jump: number): void {
    const n = target.length;
    const last = Math.floor((n - 1) / jump) * jump;
    if (last !== n - 1) target[n - 1] = this.#inside(n - 1);
    for (let from = 0; from < n - 1; from += jump) {
      const to = Math.min(from + jump, n - 1);
      const slope = ((target[to] as number) - (target[from] as number)) / (to - from);
      for (let j = from + 1; j < to; j++) target[j] = (target[from] as number) + slope * (j - from);
    }
  }

  /** NaN when no value in the window has a weight. */
  #at(x: number, left: number, right: number): number {
    const n = this.#y.length;
    const reach = Math.max(x - left, right - x);
    const bandwidth = reach + Math.max(0, Math.floor((this.#options.window - n) / 2));
    const kernel = this.#kernelOf(bandwidth, reach);
    const [y, weights] = [this.#y, this.#weights];
    let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0];
    for (let j = left; j <= right; j++) {
      const d = j - x;
      let w = kernel[d < 0 ? -d : d] as number;
      if (weights !== null) w *= weights[j] as number;
      const [wd, wy] = [w * d, w * (y[j] as number)];
      s0 += w;
      s1 += wd;
      s2 += wd * d;
      t0 += wy;
      t1 += wy * d;
    }
    if (!(s0 > 0)) return Number.NaN;
    const mean = t0 / s0;
    if (this.#options.degree === 0 || bandwidth === 0) return mean;
    const centre = s1 / s0;
    const spread = s2 / s0 - centre * centre;
    if (!(Math.sqrt(spread) > 0.001 * (n - 1))) return mean;
    return mean - (centre / spread) * (t1 / s0 - centre * mean);
  }

  #kernelOf(bandwidth: number, reach: number): Float64Array {
    if (bandwidth === this.#bandwidth) return this.#kernel;
    if (this.#kernel.length <= reach) this.#kernel = new Float64Array(2 * (reach + 1));
    for (let r = 0; r <= reach; r++) this.#kernel[r] = tricube(r, bandwidth);
    this.#bandwidth = bandwidth;
    return this.#kernel;
  }
}

function tricube(distance: number, bandwidth: number): number {
  if (distance <= 0.001 * bandwidth) return 1;
  if (distance > 0.999 * bandwidth) return 0;
  const ratio = distance / bandwidth;
  return (1 - ratio * ratio * ratio) ** 3;
}
