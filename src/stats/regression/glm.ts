import type { Matrix } from "../linear-algebra/matrix.ts";
import { Qr } from "../linear-algebra/qr.ts";
import { weightedColumns } from "./sandwich.ts";

/** A response distribution with its canonical link, per row. */
export interface Family {
  /** The mean at a linear predictor. */
  mean(eta: number, row: number): number;
  /** The variance at a mean; with a canonical link also the derivative of the mean. */
  variance(mean: number, row: number): number;
  /** Twice the log-likelihood lost against a perfect fit. */
  deviance(mean: number, row: number): number;
  /** A linear predictor to start from. */
  start(row: number): number;
  /** How far the linear predictor of a row may run without the fit getting worse: up, down, neither. */
  readonly free: (row: number) => "up" | "down" | "fixed";
}

export interface GlmInput {
  readonly design: Matrix;
  readonly response: ArrayLike<number>;
  /** A known part of the linear predictor. */
  readonly offset: ArrayLike<number>;
  readonly family: Family;
}

/** A fit that has converged. */
export interface GlmSolution {
  readonly outcome: "converged";
  readonly kept: readonly number[];
  readonly aliased: readonly number[];
  readonly values: Float64Array;
  /** (X'WX)^-1. */
  readonly covariance: Matrix;
  readonly fitted: Float64Array;
  readonly deviance: number;
  readonly iterations: number;
  /** Of the design with the weights at the estimate. */
  readonly qr: Qr;
  /** Residuals per standard deviation of their rows. */
  readonly scaledResiduals: Float64Array;
}

export type GlmOutcome =
  | GlmSolution
  /** Along these columns the likelihood grows for ever: there is no estimate (Albert, Anderson 1984). */
  | { readonly outcome: "separated"; readonly columns: readonly number[] }
  | { readonly outcome: "not converged"; readonly iterations: number };

const MOST_ITERATIONS = 60;

interface Iterate {
  readonly eta: Float64Array;
  readonly means: Float64Array;
  readonly deviance: number;
}

/**
 * Maximum likelihood by iteratively reweighted least squares (Nelder, Wedderburn 1972), each step by QR, halved
 * while it makes the fit worse. It ends one step after the linear predictor has come to rest to nine digits.
 */
export function fitGlm(input: GlmInput): GlmOutcome {
  const { design, offset, family } = input;
  const rows = design.rows;
  let now = iterate(
    input,
    Float64Array.from({ length: rows }, (_, i) => family.start(i)),
  );
  let last: Float64Array | null = null;
  let resting = false;
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations++) {
    const { qr, values } = weightedStep(input, now);
    if (resting) return solution(input, { qr, values, iterations });
    const target = Float64Array.from(design.timesVector(values), (value, i) => value + (offset[i] as number));
    const next: Iterate = last === null ? iterate(input, target) : improved(input, now, target);
    const moved = next.eta.map((value, i) => value - (now.eta[i] as number));
    const largest = moved.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const size = next.eta.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
    resting = largest <= 1e-9 * size;
    if (iterations >= 8 && largest > 0.4 && isFree(family, moved, largest * 1e-6)) {
      const before = last ?? values;
      const columns = Array.from(values.keys()).filter(
        (j) => Math.abs((values[j] as number) - (before[j] as number)) > 1e-3 * Math.abs(values[j] as number),
      );
      return { outcome: "separated", columns };
    }
    [last, now] = [values, next];
  }
  return { outcome: "not converged", iterations: MOST_ITERATIONS };
}

function iterate({ family }: GlmInput, eta: Float64Array): Iterate {
  const means = eta.map((value, i) => family.mean(value, i));
  return { eta, means, deviance: means.reduce((sum, mean, i) => sum + family.deviance(mean, i), 0) };
}

/** The step from `now` towards `target`, halved until the deviance does not grow. */
function improved(input: GlmInput, now: Iterate, target: Float64Array): Iterate {
  let next = iterate(input, target);
  for (let halvings = 0; halvings < 20 && !(next.deviance <= now.deviance * (1 + 1e-8) + 1e-8); halvings++) {
    next = iterate(
      input,
      next.eta.map((value, i) => (value + (now.eta[i] as number)) / 2),
    );
  }
  return next;
}

/** The weighted least squares problem whose solution is the next set of coefficients, for all columns. */
function weightedStep(
  { design, response, offset, family }: GlmInput,
  { eta, means }: Iterate,
): { qr: Qr; values: Float64Array } {
  const weights = means.map((mean, i) => Math.max(family.variance(mean, i), 1e-300));
  const working = eta.map((value, i) => {
    const root = Math.sqrt(weights[i] as number);
    return root * (value - (offset[i] as number)) + ((response[i] as number) - (means[i] as number)) / root;
  });
  const qr = new Qr(weightedColumns(design, weights));
  return { qr, values: qr.spread(qr.solve(qr.rotate(working)), 0) };
}

function isFree(family: Family, moved: Float64Array, tolerance: number): boolean {
  return moved.every((by, i) => {
    const free = family.free(i);
    return (by <= tolerance || free === "up") && (by >= -tolerance || free === "down");
  });
}

interface Resting {
  readonly qr: Qr;
  readonly values: Float64Array;
  readonly iterations: number;
}

function solution(input: GlmInput, { qr, values, iterations }: Resting): GlmSolution {
  const { design, response, offset, family } = input;
  const eta = Float64Array.from(design.timesVector(values), (value, i) => value + (offset[i] as number));
  const at = iterate(input, eta);
  // the errors are those of the weights at the estimate
  const { qr: final } = weightedStep(input, at);
  return {
    outcome: "converged",
    kept: qr.kept,
    aliased: qr.aliased,
    values: Float64Array.from(qr.kept, (j) => values[j] as number),
    covariance: final.inverseGram(),
    fitted: at.means,
    deviance: at.deviance,
    iterations,
    qr: final,
    scaledResiduals: at.means.map((mean, i) => ((response[i] as number) - mean) / Math.sqrt(family.variance(mean, i))),
  };
}
