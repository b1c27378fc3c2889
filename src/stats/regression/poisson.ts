import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { lgamma } from "../special/gamma.ts";
import { type Predictor, requirePositive } from "./design.ts";
import type { Family } from "./glm.ts";
import { type GlmFit, glmFit } from "./glm-fit.ts";
import type { ErrorModel } from "./sandwich.ts";

export interface PoissonRegressionInput {
  /** Counts: whole numbers from 0. */
  readonly counts: ArrayLike<number>;
  /** What each count is out of (users, hours): the model is of the rate per unit. 1 each where it is left out. */
  readonly exposure?: ArrayLike<number>;
  readonly predictors: readonly Predictor[];
  readonly intercept?: boolean;
  readonly errors?: ErrorModel;
  readonly level?: number;
}

const NAME = "Poisson regression by maximum likelihood";

/** Above this dispersion classical errors are clearly too small. */
const OVERDISPERSED = 1.5;

/**
 * Poisson regression: the logarithm of the rate is linear in the predictors, with log(exposure) as offset;
 * exp(coefficient) is a ratio of rates. A dispersion well above 1 asks for HC or cluster errors: a warning says so.
 */
export function poissonRegression({
  counts,
  exposure = new Float64Array(counts.length).fill(1),
  predictors,
  intercept = true,
  errors = "classical",
  level = 0.95,
}: PoissonRegressionInput): Inferred<GlmFit> {
  const n = counts.length;
  requireFinite(counts, "the count");
  requirePositive("the exposure", exposure, n);
  let [total, exposed, saturated] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const y = counts[i] as number;
    if (y < 0 || !Number.isInteger(y)) {
      throw new AppError("USAGE", `the count is ${y} in row ${i}`, { hint: "give whole numbers from 0" });
    }
    total += y;
    exposed += exposure[i] as number;
    saturated += y === 0 ? 0 : y * Math.log(y) - y - lgamma(y + 1);
  }
  if (total === 0) return undetermined(NAME, n, n === 0 ? "there are no rows" : "nothing was counted");
  const fit = glmFit({
    name: NAME,
    response: counts,
    predictors,
    offset: Float64Array.from(exposure, Math.log),
    intercept,
    errors,
    level,
    family: poisson(counts),
    nullMeans: Float64Array.from(exposure, (e) => (e * total) / exposed),
    saturated,
    assumptions: ["the log rate is linear in the predictors", "rows are independent", "the variance equals the mean"],
  });
  if (fit.status !== "ok" || errors !== "classical" || fit.dispersion < OVERDISPERSED) return fit;
  const warning = `counts vary ${fit.dispersion.toFixed(1)} times as much as the model says: classical errors are too small`;
  return { ...fit, warnings: [...fit.warnings, warning] };
}

function poisson(counts: ArrayLike<number>): Family {
  return {
    mean: Math.exp,
    variance: (mean) => mean,
    deviance: (mean, row) => {
      const y = counts[row] as number;
      return 2 * ((y === 0 ? 0 : y * Math.log(y / mean)) - (y - mean));
    },
    start: (row) => Math.log((counts[row] as number) + 0.1),
    free: (row) => (counts[row] === 0 ? "down" : "fixed"),
  };
}
