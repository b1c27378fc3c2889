import { type Inferred, undetermined } from "../inference.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";
import { type Predictor, requireColumn } from "../regression/design.ts";
import { type CrossProducts, correlationOf, covarianceOf } from "./cross-products.ts";

export interface Component {
  /** Of the scores. */
  readonly variance: number;
  /** Of the total variance. */
  readonly share: number;
  readonly cumulativeShare: number;
  /** Unit vector over the variables; its largest element is positive. */
  readonly weights: Float64Array;
  /** weights * sqrt(variance): correlations with the variables, where these are standardised. */
  readonly loadings: Float64Array;
}

export interface PrincipalComponents {
  readonly names: readonly string[];
  readonly means: Float64Array;
  /** What each variable is divided by: standard deviations, or ones. */
  readonly scales: Float64Array;
  /** As many as variables, from the largest variance to the smallest. */
  readonly components: readonly Component[];
}

export interface PrincipalComponentsOptions {
  /** `correlation` standardises first: without it the variable with the largest unit decides. */
  readonly on?: "correlation" | "covariance";
}

/** Principal components (Hotelling 1933) from sums over rows, with fixed signs. */
export function principalComponents(
  sums: CrossProducts,
  { on = "correlation" }: PrincipalComponentsOptions = {},
): Inferred<PrincipalComponents> {
  const method = `principal components of the ${on} matrix`;
  const { n, names, means } = sums;
  if (n < 2 || names.length === 0) return undetermined(method, n, "variances need two rows and a variable");
  const variances = covarianceOf(sums).diagonal();
  const constant = names.filter((_, j) => variances[j] === 0);
  if (constant.length === names.length || (on === "correlation" && constant.length > 0)) {
    return undetermined(method, n, `constant variables: ${constant.join(", ")}`);
  }
  const { values, vectors } = symmetricEigen(on === "correlation" ? correlationOf(sums) : covarianceOf(sums));
  const clipped = values.map((value) => Math.max(0, value));
  const total = clipped.reduce((sum, value) => sum + value, 0);
  let cumulative = 0;
  return {
    status: "ok",
    method,
    n,
    assumptions: ["relations between the variables are linear"],
    warnings:
      n <= names.length ? [`only ${n} rows for ${names.length} variables: at most ${n - 1} components vary`] : [],
    names,
    means,
    scales: on === "correlation" ? variances.map(Math.sqrt) : new Float64Array(names.length).fill(1),
    components: Array.from(clipped, (variance, at) => {
      cumulative += variance;
      const weights = withLargestPositive(vectors.column(at));
      const loadings = weights.map((weight) => weight * Math.sqrt(variance));
      return { variance, share: variance / total, cumulativeShare: Math.min(1, cumulative / total), weights, loadings };
    }),
  };
}

/** Elements that differ by less than rounding are equally large: the first of them decides the sign. */
export function withLargestPositive(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const first = vector.find((x) => Math.abs(x) >= largest * (1 - 1e-9)) ?? 1;
  return first < 0 ? vector.map((x) => -x) : vector.slice();
}

/** Rows on the first `count` components: a row per row of the columns, a column per component. */
export function componentScores(fit: PrincipalComponents, columns: readonly Predictor[], count: number): Matrix {
  const rows = columns[0]?.values.length ?? 0;
  const scores = new Matrix(rows, count);
  fit.names.forEach((name, j) => {
    const values = columns.find((column) => column.name === name)?.values ?? [];
    requireColumn(`column "${name}"`, values, rows);
    const [mean, scale] = [fit.means[j] as number, fit.scales[j] as number];
    fit.components.slice(0, count).forEach(({ weights }, at) => {
      const weight = (weights[j] as number) / scale;
      for (let i = 0; i < rows; i++) scores.add(i, at, weight * ((values[i] as number) - mean));
    });
  });
  return scores;
}
