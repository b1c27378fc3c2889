import { addScaled, dot, Matrix } from "./matrix.ts";

/**
 * A Householder decomposition X P = Q R with the limited pivoting of R's `lm` (LINPACK dqrdc2): columns keep
 * their order, and one that the columns before it explain but for `tolerance` of its length goes to the end.
 */
export class Qr {
  /** Columns of X that are linearly independent, in the order of R's columns. */
  readonly kept: readonly number[];
  /** Columns that earlier ones explain. */
  readonly aliased: readonly number[];
  readonly #reflections: Matrix;
  readonly #diagonal: Float64Array;
  readonly #order: readonly number[];

  constructor(matrix: Matrix, tolerance = 1e-7) {
    const work = matrix.copy();
    const lengths = norms(work);
    const remaining = Float64Array.from(lengths);
    const order = Array.from({ length: work.columns }, (_, j) => j);
    let rank = work.columns;
    const diagonal = new Float64Array(Math.min(work.rows, work.columns));
    for (let step = 0; step < Math.min(work.rows, rank); step++) {
      while (step < rank && isExplained(remaining, lengths, { step, tolerance })) {
        rank--;
        moveToEnd(work, { step, order, sides: [remaining, lengths] });
      }
      if (step < rank) diagonal[step] = reflect(work, step, remaining);
    }
    rank = Math.min(rank, work.rows);
    this.#reflections = work;
    this.#diagonal = diagonal;
    this.#order = order;
    this.kept = order.slice(0, rank);
    this.aliased = order.slice(rank).sort((a, b) => a - b);
  }

  get rank(): number {
    return this.kept.length;
  }

  /** R's element for the kept columns. */
  #upper(row: number, column: number): number {
    return row === column ? (this.#diagonal[row] as number) : this.#reflections.at(row, column);
  }

  /** Q' y, a new vector. */
  rotate(y: ArrayLike<number>): Float64Array {
    const result = Float64Array.from(y);
    for (let step = 0; step < this.rank; step++) applyReflection(this.#reflections, step, result);
    return result;
  }

  /** Coefficients of the kept columns, in their order, that minimise |y - X b|, from Q' y. */
  solve(rotated: ArrayLike<number>): Float64Array {
    const result = Float64Array.from({ length: this.rank }, (_, i) => rotated[i] as number);
    for (let row = this.rank - 1; row >= 0; row--) {
      let sum = result[row] as number;
      for (let j = row + 1; j < this.rank; j++) sum -= this.#upper(row, j) * (result[j] as number);
      result[row] = sum / this.#upper(row, row);
    }
    return result;
  }

  /** R^-1. */
  inverseUpper(): Matrix {
    const inverse = new Matrix(this.rank, this.rank);
    const unit = new Float64Array(this.rank);
    for (let j = 0; j < this.rank; j++) {
      unit.fill(0);
      unit[j] = 1;
      inverse.column(j).set(this.solve(unit));
    }
    return inverse;
  }

  /** (X'X)^-1 of the kept columns, in their order. */
  inverseGram(): Matrix {
    return this.inverseUpper().transposed().gram();
  }

  /** Q, with a column per kept column of X. */
  orthogonal(): Matrix {
    const result = new Matrix(this.#reflections.rows, this.rank);
    for (let j = 0; j < this.rank; j++) {
      result.set(j, j, 1);
      this.#unrotate(result.column(j));
    }
    return result;
  }

  /** y - X b, from Q' y. */
  residuals(rotated: ArrayLike<number>): Float64Array {
    const result = Float64Array.from(rotated).fill(0, 0, this.rank);
    this.#unrotate(result);
    return result;
  }

  #unrotate(vector: Float64Array): void {
    for (let step = this.rank - 1; step >= 0; step--) applyReflection(this.#reflections, step, vector);
  }

  /** Places values of the kept columns at their columns of X; `missing` at the aliased ones. */
  spread(values: ArrayLike<number>, missing: number): Float64Array {
    const result = new Float64Array(this.#order.length).fill(missing);
    this.kept.forEach((column, i) => {
      result[column] = values[i] as number;
    });
    return result;
  }
}

function norms(matrix: Matrix): Float64Array {
  return Float64Array.from({ length: matrix.columns }, (_, j) => norm(matrix.column(j)));
}

/** Euclidean length without overflow or underflow. */
function norm(vector: Float64Array): number {
  const squares = dot(vector, vector);
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 0 : largest * Math.sqrt(vector.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}

interface Negligible {
  readonly step: number;
  readonly tolerance: number;
}

function isExplained(remaining: Float64Array, lengths: Float64Array, { step, tolerance }: Negligible): boolean {
  return !((remaining[step] as number) > (lengths[step] as number) * tolerance);
}

interface Move {
  readonly step: number;
  readonly order: number[];
  readonly sides: readonly Float64Array[];
}

function moveToEnd(work: Matrix, { step, order, sides }: Move): void {
  const { rows, columns, values } = work;
  const moved = work.column(step).slice();
  values.copyWithin(step * rows, (step + 1) * rows, columns * rows);
  work.column(columns - 1).set(moved);
  for (const side of sides) {
    const value = side[step] as number;
    side.copyWithin(step, step + 1);
    side[columns - 1] = value;
  }
  order.push(...order.splice(step, 1));
}

/** Zeroes column `step` below the diagonal, reflects the columns after it, and returns R's diagonal element. */
function reflect(work: Matrix, step: number, remaining: Float64Array): number {
  const vector = work.column(step).subarray(step);
  const head = vector[0] as number;
  const length = norm(vector);
  const signed = head < 0 ? -length : length;
  // v = x / s with v[0] = 1 + x[0] / s, so that H = I - v v' / v[0]
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / signed;
  vector[0] = (vector[0] as number) + 1;
  for (let j = step + 1; j < work.columns; j++) {
    const column = work.column(j);
    applyReflection(work, step, column);
    remaining[j] = withoutFirst(remaining[j] as number, column.subarray(step));
  }
  return -signed;
}

/** The length of a vector without its first element, from its length with it; computed anew where little is left. */
function withoutFirst(length: number, vector: Float64Array): number {
  if (length === 0) return 0;
  const share = (vector[0] as number) / length;
  const left = 1 - share * share;
  return left > 1e-6 ? length * Math.sqrt(left) : norm(vector.subarray(1));
}

function applyReflection(work: Matrix, step: number, target: Float64Array): void {
  const vector = work.column(step).subarray(step);
  const tail = target.subarray(step);
  addScaled(tail, vector, -dot(vector, tail) / (vector[0] as number));
}
