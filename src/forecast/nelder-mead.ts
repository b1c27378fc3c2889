/** Stands for values that are not finite. */
const BIG = 1e35;

export interface NelderMeadOptions {
  /** The search ends when worst and best vertex differ by less than this share of the first value; default 1.5e-8. */
  readonly tolerance?: number;
  /** Evaluations after which no further step begins; default 2000. */
  readonly maxEvaluations?: number;
}

export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly evaluations: number;
}

/**
 * Minimises `f` by the simplex of Nelder and Mead (1965) step for step as R's `optim` does, so that searches that end before
 * they converge end at the same place. Null when `f` is not finite at `start`.
 */
export function nelderMead(
  f: (at: Float64Array) => number,
  start: Float64Array,
  { tolerance = Math.sqrt(Number.EPSILON), maxEvaluations = 2000 }: NelderMeadOptions = {},
): Minimum | null {
  const first = f(start);
  if (!Number.isFinite(first)) return null;
  const simplex = new Simplex(f, start, first);
  const margin = tolerance * (Math.abs(first) + tolerance);
  let shrunken = true;
  do {
    if (shrunken) simplex.evaluateAll();
    simplex.rank();
    if (simplex.spread <= margin) break;
    const shrinks = simplex.step();
    if (shrinks && !simplex.shrink()) break;
    shrunken = shrinks;
  } while (simplex.evaluations <= maxEvaluations);
  return simplex.minimum;
}

class Simplex {
  private readonly f: (at: Float64Array) => number;
  private readonly vertices: Float64Array[];
  private readonly values: Float64Array;
  private readonly centre: Float64Array;
  private readonly trial: Float64Array;
  private readonly farther: Float64Array;
  private best = 0;
  private worst = 0;
  private size = 0;
  evaluations = 1;

  constructor(f: (at: Float64Array) => number, start: Float64Array, first: number) {
    this.f = f;
    const n = start.length;
    const step = start.reduce((largest, value) => Math.max(largest, 0.1 * Math.abs(value)), 0) || 0.1;
    this.vertices = [start.slice()];
    for (let i = 0; i < n; i++) {
      const vertex = start.slice();
      let tried = step;
      while (vertex[i] === start[i]) {
        vertex[i] = (start[i] as number) + tried;
        tried *= 10;
      }
      this.size += tried;
      this.vertices.push(vertex);
    }
    this.values = new Float64Array(n + 1);
    this.values[0] = first;
    this.centre = new Float64Array(n);
    this.trial = new Float64Array(n);
    this.farther = new Float64Array(n);
  }

  get spread(): number {
    return this.value(this.worst) - this.value(this.best);
  }

  get minimum(): Minimum {
    const { best, evaluations } = this;
    return { at: this.vertex(best).slice(), value: this.value(best), evaluations };
  }

  evaluateAll(): void {
    this.vertices.forEach((vertex, j) => {
      if (j !== this.best) this.values[j] = this.evaluate(vertex);
    });
  }

  rank(): void {
    this.worst = this.best;
    for (let j = 0; j < this.values.length; j++) {
      if (this.value(j) < this.value(this.best)) this.best = j;
      if (this.value(j) > this.value(this.worst)) this.worst = j;
    }
  }

  /** Reflects the worst vertex and moves on from there; true when nothing is better and the simplex must shrink. */
  step(): boolean {
    this.findCentre();
    const { centre, trial, farther } = this;
    const high = this.vertex(this.worst);
    for (let i = 0; i < trial.length; i++) trial[i] = 2 * (centre[i] as number) - (high[i] as number);
    const reflected = this.evaluate(trial);
    if (reflected < this.value(this.best)) {
      for (let i = 0; i < trial.length; i++) farther[i] = 2 * (trial[i] as number) - (centre[i] as number);
      const extended = this.evaluate(farther);
      if (extended < reflected) this.replaceWorst(farther, extended);
      else this.replaceWorst(trial, reflected);
      return false;
    }
    const better = reflected < this.value(this.worst);
    if (better) this.replaceWorst(trial, reflected);
    for (let i = 0; i < trial.length; i++) farther[i] = 0.5 * (high[i] as number) + 0.5 * (centre[i] as number);
    const contracted = this.evaluate(farther);
    if (contracted < this.value(this.worst)) {
      this.replaceWorst(farther, contracted);
      return false;
    }
    return !better;
  }

  /** Halves the simplex towards its best vertex; false when rounding keeps it from getting smaller. */
  shrink(): boolean {
    const low = this.vertex(this.best);
    let size = 0;
    this.vertices.forEach((vertex, j) => {
      if (j === this.best) return;
      for (let i = 0; i < vertex.length; i++) {
        const target = low[i] as number;
        vertex[i] = 0.5 * ((vertex[i] as number) - target) + target;
        size += Math.abs((vertex[i] as number) - target);
      }
    });
    const smaller = size < this.size;
    this.size = size;
    return smaller;
  }

  private findCentre(): void {
    const { centre, vertices } = this;
    const high = this.vertex(this.worst);
    for (let i = 0; i < centre.length; i++) {
      let sum = -(high[i] as number);
      for (let j = 0; j < vertices.length; j++) sum += this.vertex(j)[i] as number;
      centre[i] = sum / centre.length;
    }
  }

  private replaceWorst(vertex: Float64Array, value: number): void {
    this.vertex(this.worst).set(vertex);
    this.values[this.worst] = value;
  }

  private evaluate(at: Float64Array): number {
    this.evaluations++;
    const value = this.f(at);
    return Number.isFinite(value) ? value : BIG;
  }

  private vertex(j: number): Float64Array {
    return this.vertices[j] as Float64Array;
  }

  private value(j: number): number {
    return this.values[j] as number;
  }
}
