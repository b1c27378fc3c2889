/** A dense matrix of doubles, column by column: a column is a contiguous view. */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;

  constructor(rows: number, columns: number, values = new Float64Array(rows * columns)) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  static ofColumns(columns: readonly ArrayLike<number>[], rows = columns[0]?.length ?? 0): Matrix {
    const result = new Matrix(rows, columns.length);
    columns.forEach((column, j) => {
      result.values.set(column, j * rows);
    });
    return result;
  }

  static ofRows(rows: readonly (readonly number[])[]): Matrix {
    const result = new Matrix(rows.length, rows[0]?.length ?? 0);
    rows.forEach((row, i) => {
      row.forEach((value, j) => {
        result.set(i, j, value);
      });
    });
    return result;
  }

  static identity(size: number): Matrix {
    const result = new Matrix(size, size);
    for (let i = 0; i < size; i++) result.set(i, i, 1);
    return result;
  }

  at(row: number, column: number): number {
    return this.values[row + column * this.rows] as number;
  }

  set(row: number, column: number, value: number): void {
    this.values[row + column * this.rows] = value;
  }

  add(row: number, column: number, value: number): void {
    const at = row + column * this.rows;
    this.values[at] = (this.values[at] as number) + value;
  }

  /** A view: writing to it writes to the matrix. */
  column(index: number): Float64Array {
    return this.values.subarray(index * this.rows, (index + 1) * this.rows);
  }

  copy(): Matrix {
    return new Matrix(this.rows, this.columns, this.values.slice());
  }

  scaled(factor: number): Matrix {
    return new Matrix(
      this.rows,
      this.columns,
      this.values.map((value) => value * factor),
    );
  }

  transposed(): Matrix {
    const result = new Matrix(this.columns, this.rows);
    for (let j = 0; j < this.columns; j++) for (let i = 0; i < this.rows; i++) result.set(j, i, this.at(i, j));
    return result;
  }

  times(other: Matrix): Matrix {
    const result = new Matrix(this.rows, other.columns);
    for (let j = 0; j < other.columns; j++) {
      const target = result.column(j);
      for (let k = 0; k < this.columns; k++) addScaled(target, this.column(k), other.at(k, j));
    }
    return result;
  }

  timesVector(vector: ArrayLike<number>): Float64Array {
    const result = new Float64Array(this.rows);
    for (let k = 0; k < this.columns; k++) addScaled(result, this.column(k), vector[k] as number);
    return result;
  }

  /** Its transpose times itself. */
  gram(): Matrix {
    const result = new Matrix(this.columns, this.columns);
    for (let j = 0; j < this.columns; j++) {
      for (let k = 0; k <= j; k++) {
        const product = dot(this.column(j), this.column(k));
        result.set(j, k, product);
        result.set(k, j, product);
      }
    }
    return result;
  }

  /** The rows and columns named, in their order, of a square matrix. */
  principal(indices: readonly number[]): Matrix {
    const result = new Matrix(indices.length, indices.length);
    indices.forEach((from, j) => {
      indices.forEach((row, i) => {
        result.set(i, j, this.at(row, from));
      });
    });
    return result;
  }

  diagonal(): Float64Array {
    return Float64Array.from({ length: Math.min(this.rows, this.columns) }, (_, i) => this.at(i, i));
  }
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** `target += factor * source`, in place. */
export function addScaled(target: Float64Array, source: ArrayLike<number>, factor: number): void {
  if (factor === 0) return;
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (source[i] as number);
}
