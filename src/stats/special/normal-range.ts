import { erfc, erfcx } from "./erf.ts";

const LOWEST = -9;
const HIGHEST = 24;
/** Beyond it only two of the normals matter: the rest changes less than 1e-30. */
const FAR = 30;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Width below which a probability is a Gauss sum, above it a difference of tails. */
const NARROW = 0.25;
const GAUSS = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.22238103445337448],
  [0.9602898564975362, 0.10122853629037626],
] as const;

const density = (z: number): number => Math.exp(-0.5 * z * z) / ROOT_TWO_PI;
const below = (z: number): number => 0.5 * erfc(-z * Math.SQRT1_2);

/** The range of k standard normals: its tails by the trapezoidal rule over the largest of them. */
export class NormalRange {
  private readonly k: number;
  /** Distance of the nodes: many normals within a small range leave the largest of them a width of 1 / sqrt(k). */
  private readonly step: number;
  /** The step times k times the density, and both tails, at the nodes. */
  private readonly weights: Float64Array;
  private readonly cdfs: Float64Array;
  private readonly sfs: Float64Array;
  /** Weights times cdf^(k-1): the distribution of the largest. */
  private readonly masses: Float64Array;

  constructor(k: number) {
    this.k = k;
    const step = Math.min(0.3, 0.77 / Math.sqrt(k));
    const length = Math.ceil((HIGHEST - LOWEST) / step) + 1;
    this.step = step;
    this.weights = Float64Array.from({ length }, (_, i) => step * k * density(LOWEST + i * step));
    this.cdfs = Float64Array.from({ length }, (_, i) => below(LOWEST + i * step));
    this.sfs = this.cdfs.map((_, i) => below(-(LOWEST + i * step)));
    this.masses = this.weights.map((weight, i) => weight * (this.cdfs[i] ?? 0) ** (k - 1));
  }

  /** log P(range <= w). */
  logCdf(w: number): number {
    let sum = 0;
    for (let i = 0; i <= this.lastNode(9); i++) {
      sum += (this.weights[i] ?? 0) * this.within(w, i) ** (this.k - 1);
    }
    return Math.log(sum);
  }

  /** log P(range > w). */
  logSf(w: number): number {
    if (w > FAR) return Math.log(this.pairs * erfcx(w / 2)) - (w * w) / 4;
    return Math.log(this.sf(w));
  }

  /** P(range > w) for w up to about 30. */
  sf(w: number): number {
    let sum = 0;
    for (let i = 0; i <= this.lastNode(9 + w / 2); i++) {
      const mass = this.masses[i] ?? 0;
      if (mass === 0) continue;
      // 1 - (1 - share below z - w)^(k-1)
      const share = Math.min(1, below(LOWEST + i * this.step - w) / (this.cdfs[i] ?? 1));
      sum += mass * -Math.expm1((this.k - 1) * Math.log1p(-share));
    }
    return sum;
  }

  logPdf(w: number): number {
    if (w > FAR) return Math.log(this.pairs / Math.sqrt(Math.PI)) - (w * w) / 4;
    let sum = 0;
    for (let i = 0; i <= this.lastNode(9 + w / 2); i++) {
      const across = density(LOWEST + i * this.step - w);
      sum += (this.weights[i] ?? 0) * across * this.within(w, i) ** (this.k - 2);
    }
    return Math.log(sum * (this.k - 1));
  }

  private get pairs(): number {
    return (this.k * (this.k - 1)) / 2;
  }

  /** Normal probability of the w below a node, without cancellation. */
  private within(w: number, node: number): number {
    const z = LOWEST + node * this.step;
    if (w < NARROW) return narrow(z - w / 2, w / 2);
    return 2 * z > w ? below(w - z) - (this.sfs[node] ?? 0) : (this.cdfs[node] ?? 0) - below(z - w);
  }

  private lastNode(z: number): number {
    return Math.min(this.weights.length - 1, Math.ceil((z - LOWEST) / this.step));
  }
}

/** Normal probability within `half` of `middle`, by Gauss's rule. */
function narrow(middle: number, half: number): number {
  let sum = 0;
  for (const [node, weight] of GAUSS) sum += weight * (density(middle - half * node) + density(middle + half * node));
  return sum * half;
}
