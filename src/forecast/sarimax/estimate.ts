import { Matrix } from "../../stats/linear-algebra/matrix.ts";
import { inverse } from "../../stats/linear-algebra/solve.ts";
import { invertible } from "./invertible.ts";
import { concentrated } from "./likelihood.ts";
import { armaParameters, groupsOf, lostToDifferences, type SarimaOrder } from "./order.ts";
import {
  conditional,
  exactSums,
  likelihoodObjective,
  type Problem,
  problemOf,
  type SarimaxData,
  squaresObjective,
} from "./problem.ts";
import { fromPartial, rootsBeyond, toPartial } from "./stationarity.ts";
import { hessian, minimise, type Objective } from "./variable-metric.ts";

export interface Estimate {
  /** ARMA parameters in their groups, then the regressors' coefficients. */
  readonly coefficients: Float64Array;
  /** Of `coefficients`, computed on demand; null where the second derivatives have no inverse. */
  readonly covariance: () => Matrix | null;
  /** The likelihood's variance of an innovation, without correction for the parameters. */
  readonly variance: number;
  /** Null for conditional sums of squares. */
  readonly logLik: number | null;
  /** Whether least conditional squares stand for the greatest likelihood. */
  readonly approximate: boolean;
}

/** Steps times squared states above which the filter of a series with gaps is too slow to search with. */
const FILTER_LIMIT = 2e6;

/**
 * Coefficients of least conditional squares, as R's `arima(method = "CSS")`: the process may be neither stationary nor
 * invertible. Null where there are too few values, or regressors that others explain.
 */
export function leastSquaresEstimate(data: SarimaxData, order: SarimaOrder): Estimate | null {
  const problem = problemOf(data, order);
  if (problem === null) return null;
  const objective: Objective = { value: (point) => squaresObjective(problem, point), scales: problem.scales };
  const { point, value } = minimise(objective, problem.start);
  if (!Number.isFinite(value)) return null;
  return {
    coefficients: unturned(problem, point),
    covariance: () => {
      const spread = covarianceOf(hessian(objective, point), problem.used);
      return spread === null ? null : unturnedCovariance(problem, spread);
    },
    variance: conditional(problem, point),
    logLik: null,
    approximate: true,
  };
}

/**
 * Coefficients of the greatest exact likelihood, as R's `arima` (CSS-ML, and ML where values are missing): all jointly,
 * autoregressions by their partial autocorrelations, moving averages made invertible. Where least conditional squares, the
 * start, are not stationary, the search starts from zeros if `restart` is set, else there is no estimate. Long series with
 * gaps get stationary least conditional squares and their exact likelihood.
 */
export function likelihoodEstimate(
  data: SarimaxData,
  order: SarimaOrder,
  { restart = false }: { readonly restart?: boolean } = {},
): Estimate | null {
  const problem = problemOf(data, order);
  if (problem === null) return null;
  const start = likelihoodStart(problem) ?? (restart ? problem.start : null);
  if (start === null) return null;
  const approximate = !problem.complete && filterCost(problem) > FILTER_LIMIT;
  const measure = approximate ? squaresObjective : likelihoodObjective;
  const objective: Objective = {
    value: (point) => measure(problem, stationaryOf(problem, point)),
    scales: problem.scales,
  };
  const found = minimise(objective, freeOf(problem, start));
  if (!Number.isFinite(found.value)) return null;
  const point = withInvertible(found.point, order);
  const coefficients = stationaryOf(problem, point);
  const sums = exactSums(problem, coefficients);
  if (sums === null) return null;
  const value = concentrated(sums);
  return {
    coefficients: unturned(problem, coefficients),
    covariance: () => {
      const spread = covarianceOf(hessian(objective, point), problem.used);
      return spread === null ? null : unturnedCovariance(problem, ofStationary(problem, point, spread));
    },
    variance: sums.squares / problem.used,
    logLik: -problem.used * (value + 0.5 + 0.5 * Math.log(2 * Math.PI)),
    approximate,
  };
}

function filterCost({ levels, order }: Problem): number {
  const { p, q, seasonalP, seasonalQ, period } = order;
  const states = Math.max(p + period * seasonalP, q + period * seasonalQ + 1) + lostToDifferences(order);
  return levels.length * states ** 2;
}

/** Null where least conditional squares lead to a process that is not stationary. */
function likelihoodStart(problem: Problem): Float64Array | null {
  const { order, complete, start } = problem;
  if (!complete) return start;
  const found = minimise({ value: (point) => squaresObjective(problem, point), scales: problem.scales }, start);
  const point = found.converged ? found.point : start;
  return autoregressions(order).every(([from, to]) => rootsBeyond(point.subarray(from, to), 1)) ? point : null;
}

/** Where the two autoregressive groups stand in a parameter vector. */
function autoregressions(order: SarimaOrder): readonly (readonly [from: number, to: number])[] {
  const seasonalAt = order.p + order.q;
  return [
    [0, order.p],
    [seasonalAt, seasonalAt + order.seasonalP],
  ];
}

/** Autoregressions as numbers without bounds: the inverse hyperbolic tangents of their partial autocorrelations. */
function freeOf({ order }: Problem, coefficients: Float64Array): Float64Array {
  const result = coefficients.slice();
  for (const [from, to] of autoregressions(order)) {
    const partial = toPartial(coefficients.subarray(from, to));
    if (partial !== null) result.set(partial.map(Math.atanh), from);
  }
  return withInvertible(result, order);
}

function stationaryOf({ order }: Problem, free: Float64Array): Float64Array {
  const result = free.slice();
  for (const [from, to] of autoregressions(order)) {
    result.set(fromPartial(free.subarray(from, to).map(Math.tanh)), from);
  }
  return result;
}

function withInvertible(coefficients: Float64Array, order: SarimaOrder): Float64Array {
  const [p, q, seasonalP, seasonalQ] = groupsOf(order);
  const result = coefficients.slice();
  const seasonalAt = p + q + seasonalP;
  result.set(invertible(coefficients.slice(p, p + q)), p);
  result.set(invertible(coefficients.slice(seasonalAt, seasonalAt + seasonalQ)), seasonalAt);
  return result;
}

/** The covariance of parameters that minimise half a mean deviance; null where it is singular, whatever their units. */
function covarianceOf(secondDerivatives: Float64Array<ArrayBuffer>, used: number): Matrix | null {
  const size = Math.sqrt(secondDerivatives.length);
  const information = new Matrix(size, size, secondDerivatives).scaled(used);
  const units = information.diagonal().map((value) => Math.sqrt(Math.abs(value)) || 1);
  const unitless = overUnits(information, units);
  const result = inverse(unitless);
  if (result === null || !(norm(unitless) * norm(result) < 1 / Number.EPSILON)) return null;
  return overUnits(result, units);
}

function overUnits(matrix: Matrix, units: Float64Array): Matrix {
  const result = matrix.copy();
  for (let j = 0; j < matrix.columns; j++) {
    for (let i = 0; i < matrix.rows; i++) {
      result.set(i, j, matrix.at(i, j) / (units[i] as number) / (units[j] as number));
    }
  }
  return result;
}

/** The largest column sum of absolute values. */
function norm(matrix: Matrix): number {
  let largest = 0;
  for (let j = 0; j < matrix.columns; j++) {
    largest = Math.max(
      largest,
      matrix.column(j).reduce((sum, value) => sum + Math.abs(value), 0),
    );
  }
  return largest;
}

/** The covariance of coefficients from that of their free parameters (delta method). */
function ofStationary(problem: Problem, free: Float64Array, covariance: Matrix): Matrix {
  const step = 1e-5;
  const slopes = Matrix.identity(free.length);
  for (const [from, to] of autoregressions(problem.order)) {
    for (let i = from; i < to; i++) {
      const [up, down] = [step, -step].map((by) => {
        const moved = free.slice();
        moved[i] = (moved[i] as number) + by;
        return stationaryOf(problem, moved);
      });
      for (let j = from; j < to; j++) {
        slopes.set(j, i, (((up as Float64Array)[j] as number) - ((down as Float64Array)[j] as number)) / (2 * step));
      }
    }
  }
  return slopes.times(covariance).times(slopes.transposed());
}

function unturned({ order, regression }: Problem, coefficients: Float64Array): Float64Array {
  const at = armaParameters(order);
  const result = coefficients.slice();
  result.set(regression.turn.timesVector(coefficients.subarray(at)), at);
  return result;
}

function unturnedCovariance({ order, regression }: Problem, covariance: Matrix): Matrix {
  const at = armaParameters(order);
  const whole = Matrix.identity(covariance.rows);
  for (let j = 0; j < regression.turn.columns; j++) {
    for (let i = 0; i < regression.turn.rows; i++) whole.set(at + i, at + j, regression.turn.at(i, j));
  }
  return whole.times(covariance).times(whole.transposed());
}
