import { Matrix } from "../linear-algebra/matrix.ts";
import { inverse } from "../linear-algebra/solve.ts";
import { arranged, type Rotation } from "./rotation.ts";

/**
 * Direct oblimin with gamma 0 (quartimin; Jennrich, Sampson 1966): oblique factors with the smallest sum of products
 * of squared loadings, by gradient projection (Bernaards, Jennrich 2005). Null where it does not converge.
 * @param loadings a row per variable, a column per factor; at least two factors
 */
export function oblimin(loadings: Matrix): Rotation | null {
  let state = evaluate(loadings, Matrix.identity(loadings.columns));
  let size = 1;
  for (let step = 0; state !== null && step < 5000; step++) {
    const direction = projected(state);
    const slope = Math.sqrt(direction.values.reduce((sum, x) => sum + x * x, 0));
    if (slope < 1e-10) return arranged(state.loadings, state.transform.gram());
    size *= 2;
    let next: State | null = null;
    for (let halvings = 0; halvings <= 40; halvings++, size /= 2) {
      next = evaluate(loadings, moved(state.transform, direction, size));
      if (next !== null && state.criterion - next.criterion > 0.5 * slope * slope * size) break;
    }
    // no step is better within rounding: this is the minimum
    if (next === null || !(next.criterion < state.criterion)) {
      return slope < 1e-6 ? arranged(state.loadings, state.transform.gram()) : null;
    }
    state = next;
  }
  return null;
}

interface State {
  /** Columns of length one: the factors in terms of the first ones. */
  readonly transform: Matrix;
  readonly loadings: Matrix;
  readonly criterion: number;
  readonly gradient: Matrix;
}

function evaluate(start: Matrix, transform: Matrix): State | null {
  const inverted = inverse(transform);
  if (inverted === null) return null;
  const loadings = start.times(inverted.transposed());
  const byLoading = new Matrix(loadings.rows, loadings.columns);
  let criterion = 0;
  for (let i = 0; i < loadings.rows; i++) {
    let all = 0;
    for (let j = 0; j < loadings.columns; j++) all += loadings.at(i, j) ** 2;
    for (let j = 0; j < loadings.columns; j++) {
      const value = loadings.at(i, j);
      const others = all - value * value;
      byLoading.set(i, j, value * others);
      criterion += (value * value * others) / 4;
    }
  }
  const gradient = loadings.transposed().times(byLoading).times(inverted).transposed().scaled(-1);
  return { transform, loadings, criterion, gradient };
}

/** The gradient without what would change the lengths of the factors. */
function projected({ transform, gradient }: State): Matrix {
  const result = gradient.copy();
  for (let j = 0; j < transform.columns; j++) {
    let along = 0;
    for (let i = 0; i < transform.rows; i++) along += transform.at(i, j) * gradient.at(i, j);
    for (let i = 0; i < transform.rows; i++) result.add(i, j, -along * transform.at(i, j));
  }
  return result;
}

function moved(transform: Matrix, direction: Matrix, size: number): Matrix {
  const result = new Matrix(transform.rows, transform.columns);
  for (let j = 0; j < transform.columns; j++) {
    const column = transform.column(j).map((x, i) => x - size * direction.at(i, j));
    const length = Math.sqrt(column.reduce((sum, x) => sum + x * x, 0));
    result.column(j).set(column.map((x) => x / length));
  }
  return result;
}
