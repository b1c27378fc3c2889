import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { logChoose } from "../special/gamma.ts";
import { type Predictor, requirePositive } from "./design.ts";
import type { Family } from "./glm.ts";
import { type GlmFit, glmFit } from "./glm-fit.ts";
import type { ErrorModel } from "./sandwich.ts";

export interface LogisticRegressionInput {
  /** Per row 0 or 1, or a count of successes among its trials. */
  readonly successes: ArrayLike<number>;
  /** Trials per row; 1 each where it is left out. */
  readonly trials?: ArrayLike<number>;
  readonly predictors: readonly Predictor[];
  readonly intercept?: boolean;
  readonly errors?: ErrorModel;
  readonly level?: number;
}

const NAME = "logistic regression by maximum likelihood";

/**
 * Logistic regression: the log odds of success are linear in the predictors; exp(coefficient) is an odds ratio. Rows
 * may be counts of trials with equal predictors: the estimates are the same as from single trials. `fitted` are
 * expected successes. Where predictors separate the outcomes the answer is undetermined and names them.
 */
export function logisticRegression({
  successes,
  trials = new Float64Array(successes.length).fill(1),
  predictors,
  intercept = true,
  errors = "classical",
  level = 0.95,
}: LogisticRegressionInput): Inferred<GlmFit> {
  const n = successes.length;
  requireFinite(successes, "the count of successes");
  requirePositive("the count of trials", trials, n);
  requireShares(successes, trials);
  const total = sum(trials);
  const share = sum(successes) / total;
  if (n === 0 || share === 0 || share === 1) {
    return undetermined(NAME, n, n === 0 ? "there are no rows" : `every outcome is ${share}`);
  }
  return glmFit({
    name: NAME,
    response: successes,
    predictors,
    offset: new Float64Array(n),
    intercept,
    errors,
    level,
    family: binomial(successes, trials),
    nullMeans: Float64Array.from(trials, (count) => share * count),
    saturated: Array.from(successes).reduce((all, y, i) => all + saturated(y, trials[i] as number), 0),
    assumptions: ["the log odds are linear in the predictors", "rows are independent", "many rows of each outcome"],
  });
}

function binomial(successes: ArrayLike<number>, trials: ArrayLike<number>): Family {
  const trialsAt = (row: number): number => trials[row] as number;
  return {
    mean: (eta, row) => trialsAt(row) / (1 + Math.exp(-eta)),
    variance: (mean, row) => mean * (1 - mean / trialsAt(row)),
    deviance: (mean, row) => {
      const [y, m] = [successes[row] as number, trialsAt(row)];
      return 2 * (relativeEntropy(y, mean) + relativeEntropy(m - y, m - mean));
    },
    start: (row) => Math.log(((successes[row] as number) + 0.5) / (trialsAt(row) - (successes[row] as number) + 0.5)),
    free: (row) => (successes[row] === trialsAt(row) ? "up" : successes[row] === 0 ? "down" : "fixed"),
  };
}

function relativeEntropy(observed: number, expected: number): number {
  return observed === 0 ? 0 : observed * Math.log(observed / expected);
}

function saturated(y: number, m: number): number {
  if (m === 1 || y === 0 || y === m) return 0;
  return logChoose(m, y) + y * Math.log(y / m) + (m - y) * Math.log(1 - y / m);
}

function requireShares(successes: ArrayLike<number>, trials: ArrayLike<number>): void {
  for (let i = 0; i < successes.length; i++) {
    const [y, m] = [successes[i] as number, trials[i] as number];
    if (y >= 0 && y <= m) continue;
    throw new AppError("USAGE", `${y} successes of ${m} trials in row ${i}`, { hint: "give from 0 to all the trials" });
  }
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
