import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { Qr } from "../linear-algebra/qr.ts";
import { crossProducts } from "../multivariate/cross-products.ts";
import { INTERCEPT, type Predictor } from "./design.ts";

export interface RidgeInput {
  readonly response: ArrayLike<number>;
  readonly predictors: readonly Predictor[];
  /** The weight of the sum of squared coefficients against the sum of squared residuals; above 0. */
  readonly penalty: number;
  /** Whether the penalty is on coefficients per standard deviation of each predictor, so that units do not matter. */
  readonly standardise?: boolean;
}

export interface RidgeFit {
  /** Per unit of each predictor; without errors, for they are biased on purpose. */
  readonly coefficients: readonly { readonly name: string; readonly value: number }[];
  /** Trace of the hat matrix, the intercept included. */
  readonly effectiveDf: number;
  readonly residualSquares: number;
  /** Generalised cross-validation: the smallest chooses the penalty (Golub, Heath, Wahba 1979). */
  readonly gcv: number;
}

const METHOD = "ridge regression";

/** Least squares with a penalty on squared coefficients (Hoerl, Kennard 1970); the intercept is free. */
export function ridgeRegression({ response, predictors, penalty, standardise = true }: RidgeInput): Inferred<RidgeFit> {
  const n = response.length;
  const p = predictors.length;
  if (!(penalty > 0)) throw new AppError("USAGE", `the penalty is ${penalty}`, { hint: "give a number above 0" });
  requireFinite(response, "the response");
  if (n < 2 || p === 0) return undetermined(METHOD, n, "a slope needs two rows and a predictor");
  const { means, comoments } = crossProducts([...predictors, { name: "response", values: response }]);
  const constant = predictors.filter((_, j) => comoments.at(j, j) === 0);
  if (constant.length > 0) {
    return undetermined(METHOD, n, `constant predictors: ${constant.map(({ name }) => name).join(", ")}`);
  }
  const scales = predictors.map((_, j) => (standardise ? Math.sqrt(comoments.at(j, j) / n) : 1));
  // rows of the penalty below those of the data: least squares of both is the ridge estimate
  const stacked = new Matrix(n + p, p);
  const target = new Float64Array(n + p);
  for (let i = 0; i < n; i++) target[i] = (response[i] as number) - (means[p] as number);
  predictors.forEach(({ values }, j) => {
    const [mean, scale] = [means[j] as number, scales[j] as number];
    for (let i = 0; i < n; i++) stacked.set(i, j, ((values[i] as number) - mean) / scale);
    stacked.set(n + j, j, Math.sqrt(penalty));
  });
  const qr = new Qr(stacked, 0);
  const standardised = qr.solve(qr.rotate(target));
  const slopes = standardised.map((value, j) => value / (scales[j] as number));
  const fitted = stacked.timesVector(standardised);
  let residualSquares = 0;
  for (let i = 0; i < n; i++) residualSquares += ((target[i] as number) - (fitted[i] as number)) ** 2;
  const basis = qr.orthogonal();
  let effectiveDf = 1;
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) effectiveDf += basis.at(i, j) ** 2;
  const intercept = slopes.reduce((left, slope, j) => left - slope * (means[j] as number), means[p] as number);
  return {
    status: "ok",
    method: `${METHOD}, penalty ${penalty}${standardise ? " on standardised predictors" : ""}`,
    n,
    assumptions: ["the mean of the response is linear in the predictors"],
    warnings: [],
    coefficients: [
      { name: INTERCEPT, value: intercept },
      ...predictors.map(({ name }, j) => ({ name, value: slopes[j] as number })),
    ],
    effectiveDf,
    residualSquares,
    gcv: (n * residualSquares) / (n - effectiveDf) ** 2,
  };
}
