import { AppError } from "../../core/errors.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { type Predictor, requireColumn } from "../regression/design.ts";

/** Sufficient statistics of numeric columns: what regression and principal components need, whatever the rows. */
export interface CrossProducts {
  readonly names: readonly string[];
  /** Rows summed. */
  readonly n: number;
  readonly means: Float64Array;
  /** Sums over rows of the products of deviations from the means; symmetric. */
  readonly comoments: Matrix;
}

/** The cross products of complete columns, in two passes: no cancellation whatever the means. */
export function crossProducts(columns: readonly Predictor[]): CrossProducts {
  const n = columns[0]?.values.length ?? 0;
  const means = new Float64Array(columns.length);
  const deviations = new Matrix(n, columns.length);
  columns.forEach(({ name, values }, j) => {
    requireColumn(`column "${name}"`, values, n);
    const mean = n === 0 ? 0 : meanOf(values);
    means[j] = mean;
    for (let i = 0; i < n; i++) deviations.set(i, j, (values[i] as number) - mean);
  });
  return { names: columns.map(({ name }) => name), n, means, comoments: deviations.gram() };
}

/** The mean, corrected once for the rounding of its sum. */
function meanOf(values: ArrayLike<number>): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] as number;
  const mean = sum / n;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += (values[i] as number) - mean;
  return mean + rest / n;
}

/** The cross products of the rows of both (Chan, Golub, LeVeque 1979). */
export function mergeCrossProducts(a: CrossProducts, b: CrossProducts): CrossProducts {
  if (a.names.join("\n") !== b.names.join("\n")) {
    throw new AppError(
      "USAGE",
      `cross products of ${a.names.join(", ")} and of ${b.names.join(", ")} cannot be merged`,
      {
        hint: "sum the same columns in the same order",
      },
    );
  }
  const n = a.n + b.n;
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const apart = a.means.map((mean, j) => (b.means[j] as number) - mean);
  const comoments = a.comoments.copy();
  const factor = (a.n * b.n) / n;
  for (let j = 0; j < apart.length; j++) {
    for (let k = 0; k < apart.length; k++) {
      comoments.add(j, k, b.comoments.at(j, k) + factor * (apart[j] as number) * (apart[k] as number));
    }
  }
  return { names: a.names, n, means: a.means.map((mean, j) => mean + ((apart[j] as number) * b.n) / n), comoments };
}

/** The sample covariance (n - 1). */
export function covarianceOf({ n, comoments }: CrossProducts): Matrix {
  return comoments.scaled(1 / (n - 1));
}

/** Pearson correlations; NaN in the rows of a constant column. */
export function correlationOf({ comoments }: CrossProducts): Matrix {
  const result = new Matrix(comoments.rows, comoments.rows);
  for (let j = 0; j < comoments.rows; j++) {
    for (let k = 0; k < comoments.rows; k++) {
      const scale = Math.sqrt(comoments.at(j, j)) * Math.sqrt(comoments.at(k, k));
      result.set(j, k, j === k && scale > 0 ? 1 : comoments.at(j, k) / scale);
    }
  }
  return result;
}

/** Moments as an engine adds them up. */
export interface PlainMoments {
  readonly names: readonly string[];
  readonly n: number;
  readonly means: readonly number[];
  /** Sums over rows of the products of deviations from the means. */
  readonly comoments: readonly (readonly number[])[];
}

/** The cross products of moments. */
export function crossProductsOfMoments({ names, n, means, comoments }: PlainMoments): CrossProducts {
  return { names, n, means: Float64Array.from(means), comoments: Matrix.ofRows(comoments) };
}
