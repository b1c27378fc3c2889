import { conditionalVariance } from "./conditional-squares.ts";
import { type ArmaLags, armaLags, differenced, differenceLags, type Lags } from "./lag-polynomial.ts";
import { concentrated, type InnovationSums, innovationSums } from "./likelihood.ts";
import { armaParameters, lostToDifferences, type SarimaOrder } from "./order.ts";
import { leastSquares, type Regressor, type Turned, turned, withoutRegression } from "./regression.ts";
import { filterSeries } from "./state-filter.ts";

/** A series and the regression around which ARIMA errors are looked for. */
export interface SarimaxData {
  /** NaN where missing. */
  readonly values: Float64Array;
  /** Mean or drift first, if there is one. */
  readonly regressors: readonly Regressor[];
}

/** What is the same for every parameter vector: ARMA parameters in their groups, then turned regression coefficients. */
export interface Problem {
  readonly order: SarimaOrder;
  readonly delta: Lags;
  readonly regression: Turned;
  /** The series without differences, its first value taken as 0 where the differences allow it. */
  readonly levels: Float64Array;
  readonly differences: { readonly values: Float64Array; readonly columns: readonly Float64Array[] };
  readonly complete: boolean;
  /** Where the search starts: zeros, and least squares of the differences. */
  readonly start: Float64Array;
  readonly scales: Float64Array;
  /** Values present less those lost to differences. */
  readonly used: number;
}

/** Null where too few values are left or the regressors explain each other once differenced. */
export function problemOf({ values, regressors }: SarimaxData, order: SarimaOrder): Problem | null {
  const delta = differenceLags(order);
  const used = countPresent(values) - lostToDifferences(order);
  if (used <= 0) return null;
  const changes = differenced(values, delta);
  const originals = regressors.map((regressor) => differenced(regressor.values, delta));
  if (leastSquares(changes, originals) === null) return null;
  const regression = turned(regressors, values);
  const differences = {
    values: changes,
    columns: regression.columns.map((column) => differenced(column, delta)),
  };
  const least = leastSquares(differences.values, differences.columns);
  if (least === null) return null;
  const arma = new Float64Array(armaParameters(order));
  return {
    order,
    delta,
    regression,
    levels: delta.length > 0 ? values.map((value) => value - firstPresent(values)) : values,
    differences,
    complete: !values.some(Number.isNaN),
    start: Float64Array.from([...arma, ...least.coefficients]),
    scales: Float64Array.from([...arma.fill(1), ...least.errors.map((error) => 10 * error)]),
    used,
  };
}

export function countPresent(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
}

export function firstPresent(values: Float64Array): number {
  return values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
}

/** Half the logarithm of the conditional variance, which least conditional squares minimise. */
export function squaresObjective(problem: Problem, coefficients: Float64Array): number {
  return 0.5 * Math.log(conditional(problem, coefficients));
}

/** Variance of an innovation by conditional sums of squares. */
export function conditional({ order, differences, start }: Problem, coefficients: Float64Array): number {
  const arma = armaParameters(order);
  const errors =
    start.length === arma
      ? differences.values
      : withoutRegression(differences.values, differences.columns, coefficients.subarray(arma));
  return conditionalVariance(armaLags(coefficients, order), errors, order.p + order.period * order.seasonalP);
}

/** Minus the mean log-likelihood without constants; infinite where the process is not stationary. */
export function likelihoodObjective(problem: Problem, coefficients: Float64Array): number {
  const sums = exactSums(problem, coefficients);
  return sums === null ? Number.POSITIVE_INFINITY : concentrated(sums);
}

/** One-step errors of the differenced series by the exact likelihood; of the series itself where values are missing. */
export function exactSums(problem: Problem, coefficients: Float64Array): InnovationSums | null {
  const { order, delta, regression, levels, differences, complete } = problem;
  const lags: ArmaLags = armaLags(coefficients, order);
  const slopes = coefficients.subarray(armaParameters(order));
  if (complete) return innovationSums(lags, withoutRegression(differences.values, differences.columns, slopes));
  return filterSeries({ ...lags, delta }, withoutRegression(levels, regression.columns, slopes));
}
