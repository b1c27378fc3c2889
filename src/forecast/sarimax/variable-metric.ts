/** A function of several variables and the units in which steps are taken along each. */
export interface Objective {
  readonly value: (point: Float64Array) => number;
  readonly scales: Float64Array;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** False when the iterations ran out. */
  readonly converged: boolean;
}

/** Step of numerical derivatives, in scales. */
const STEP = 1e-3;
const RELATIVE = 1e-8;
const ITERATIONS = 100;
const SHRINK = 0.2;
const ARMIJO = 1e-4;

/**
 * Minimum by Fletcher's variable metric method with backtracking (Nash, Compact Numerical Methods, algorithm 21), with the
 * steps and limits of R's `optim(method = "BFGS")`, so that the same start leads to the same local minimum as there.
 */
export function minimise(objective: Objective, start: Float64Array): Minimum {
  const descent = new Descent(objective, start);
  return descent.run();
}

/** Second derivatives at a point by central differences of gradients, row by row, symmetric. */
export function hessian(objective: Objective, point: Float64Array): Float64Array<ArrayBuffer> {
  const { scales } = objective;
  const size = point.length;
  const result = new Float64Array(size * size);
  const scaled = point.map((value, i) => value / (scales[i] as number));
  for (let i = 0; i < size; i++) {
    const [up, down] = [STEP, -STEP].map((by) => gradient(objective, moved(scaled, i, by)));
    for (let j = 0; j < size; j++) {
      const difference = ((up as Float64Array)[j] as number) - ((down as Float64Array)[j] as number);
      result[i * size + j] = difference / (2 * STEP * (scales[i] as number) * (scales[j] as number));
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const mean = 0.5 * ((result[i * size + j] as number) + (result[j * size + i] as number));
      result[i * size + j] = mean;
      result[j * size + i] = mean;
    }
  }
  return result;
}

function moved(point: Float64Array, at: number, by: number): Float64Array {
  const result = point.slice();
  result[at] = (result[at] as number) + by;
  return result;
}

function unscaled({ scales }: Objective, point: Float64Array): Float64Array {
  return point.map((value, i) => value * (scales[i] as number));
}

/** In scaled coordinates. */
function gradient(objective: Objective, point: Float64Array): Float64Array {
  return point.map((_, i) => {
    const [up, down] = [STEP, -STEP].map((by) => objective.value(unscaled(objective, moved(point, i, by))));
    return ((up as number) - (down as number)) / (2 * STEP);
  });
}

class Descent {
  readonly #objective: Objective;
  readonly #size: number;
  #point: Float64Array;
  #value: number;
  #gradient: Float64Array;
  /** Estimate of the inverse of the second derivatives. */
  #metric: Float64Array;
  /** Gradients since the metric was last reset. */
  #sinceReset = 0;

  constructor(objective: Objective, start: Float64Array) {
    this.#objective = objective;
    this.#size = start.length;
    this.#point = start.map((value, i) => value / (objective.scales[i] as number));
    this.#value = this.#at(this.#point);
    this.#gradient = gradient(objective, this.#point);
    this.#metric = identity(this.#size);
  }

  run(): Minimum {
    let iterations = 1;
    for (;;) {
      const direction = this.#direction();
      const slope = dot(direction, this.#gradient);
      const step = slope < 0 && Number.isFinite(slope) ? this.#search(direction, slope) : null;
      if (step === null) {
        if (this.#sinceReset === 0) return this.#result(true);
        this.#reset();
        continue;
      }
      iterations++;
      this.#learn(direction, step);
      if (iterations >= ITERATIONS) return this.#result(false);
      if (this.#sinceReset > 2 * this.#size) this.#reset();
    }
  }

  #at(point: Float64Array): number {
    return this.#objective.value(unscaled(this.#objective, point));
  }

  #result(converged: boolean): Minimum {
    return { point: unscaled(this.#objective, this.#point), value: this.#value, converged };
  }

  #reset(): void {
    this.#metric = identity(this.#size);
    this.#sinceReset = 0;
  }

  #direction(): Float64Array {
    return multiplied(this.#metric, this.#gradient).map((value) => -value);
  }

  /** Length of an acceptable step, taken; null when there is none, or the last one gained too little. */
  #search(direction: Float64Array, slope: number): number | null {
    const from = this.#point;
    for (let length = 1; ; length *= SHRINK) {
      const point = from.map((value, i) => value + length * (direction[i] as number));
      if (point.every((value, i) => 10 + value === 10 + (from[i] as number))) return null;
      const value = this.#at(point);
      if (!(Number.isFinite(value) && value <= this.#value + slope * length * ARMIJO)) continue;
      const gain = Math.abs(value - this.#value);
      const enough = gain > RELATIVE * (Math.abs(this.#value) + RELATIVE);
      this.#point = point;
      this.#value = value;
      return enough ? length : null;
    }
  }

  #learn(direction: Float64Array, length: number): void {
    const before = this.#gradient;
    this.#gradient = gradient(this.#objective, this.#point);
    const step = direction.map((value) => value * length);
    const turn = this.#gradient.map((value, i) => value - (before[i] as number));
    const curvature = dot(step, turn);
    this.#sinceReset++;
    if (!(curvature > 0)) {
      this.#reset();
      return;
    }
    const image = multiplied(this.#metric, turn);
    const growth = 1 + dot(image, turn) / curvature;
    const size = this.#size;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const [a, b] = [step[i] as number, step[j] as number];
        const change = growth * a * b - a * (image[j] as number) - (image[i] as number) * b;
        this.#metric[i * size + j] = (this.#metric[i * size + j] as number) + change / curvature;
      }
    }
  }
}

function identity(size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) result[i * size + i] = 1;
  return result;
}

function multiplied(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => dot(matrix.subarray(i * size, (i + 1) * size), vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
