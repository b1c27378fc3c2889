import { expect, test } from "vitest";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { type RegressionSeed, regressionRows } from "../../../test/golden/regression/regression-data.ts";
import type { Inferred } from "../inference.ts";
import { crossProducts } from "../multivariate/cross-products.ts";
import type { Coefficient } from "./coefficient.ts";
import type { GlmFit } from "./glm-fit.ts";
import { logisticRegression } from "./logistic.ts";
import { linearRegression } from "./ols.ts";
import { linearRegressionFromSums } from "./ols-from-sums.ts";
import { poissonRegression } from "./poisson.ts";
import { ridgeRegression } from "./ridge.ts";
import type { ErrorModel } from "./sandwich.ts";

interface Table {
  readonly coefficients: readonly number[];
  readonly se: readonly number[];
  readonly pValues: readonly GoldenNumber[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

type Errors = "classical" | "HC0" | "HC1" | "HC2" | "HC3" | "cluster";

interface LinearCase extends Required<RegressionSeed>, Table {
  readonly kind: "linear";
  readonly errors: Errors;
  readonly weighted: boolean;
  readonly intercept: boolean;
  readonly rSquared: number;
  readonly adjusted: number;
  readonly residualSd: number;
  readonly f: number;
  readonly fP: number;
  readonly logLikelihood: number;
  readonly aic: number;
}

interface GlmCase extends RegressionSeed, Table {
  readonly kind: "logistic" | "poisson";
  readonly errors: Errors;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly dispersion: number;
}

interface RidgeCase extends RegressionSeed {
  readonly kind: "ridge";
  readonly penalty: number;
  readonly standardise: boolean;
  readonly coefficients: readonly number[];
}

const { cases } = readGolden<LinearCase | GlmCase | RidgeCase>("regression/regression.json");
const STATISTIC = { relative: 1e-12 };
/** 1e4 beside 1: the intercept and its error lose four digits on both sides. */
const LEVERED = { relative: 1e-10 };

function errorsOf(errors: Errors, groups: readonly number[]): ErrorModel {
  return errors === "cluster" ? { clusters: groups } : errors;
}

function expectTable(found: readonly Coefficient[], golden: Table, tolerance: { readonly relative: number }): void {
  expect(found.length).toBe(golden.coefficients.length);
  const [z, scale] = [tolerance.relative, 1];
  found.forEach(({ name, value, se, pValue, interval }, j) => {
    // a coefficient that is nearly zero is known to the digits of its error
    const size = Math.max(Math.abs(value), golden.se[j] ?? 0) * z * scale;
    expectClose(value, golden.coefficients[j] ?? Number.NaN, { relative: z, absolute: size }, `${name} value`);
    expectClose(se, golden.se[j] ?? Number.NaN, tolerance, `${name} se`);
    expectClose(pValue, golden.pValues[j] ?? Number.NaN, { relative: 100 * z }, `${name} p`);
    expectClose(interval.low, golden.low[j] ?? Number.NaN, { relative: z, absolute: 10 * size }, `${name} low`);
    expectClose(interval.high, golden.high[j] ?? Number.NaN, { relative: z, absolute: 10 * size }, `${name} high`);
  });
}

test.each(cases.filter((one) => one.kind === "linear"))(
  "linear $seed: $n rows, $p predictors, $scale, $errors, weighted $weighted, intercept $intercept",
  (golden) => {
    const { predictors, response, weights, groups } = regressionRows(golden);
    const fit = okay(
      linearRegression({
        response,
        predictors,
        intercept: golden.intercept,
        errors: errorsOf(golden.errors, groups),
        ...(golden.weighted ? { weights } : {}),
      }),
    );
    expectTable(fit.coefficients, golden, golden.scale === "offset" ? LEVERED : STATISTIC);
    const exact = golden.scale === "offset" ? { relative: 1e-10 } : STATISTIC;
    expectClose(fit.rSquared ?? Number.NaN, golden.rSquared, exact, "R2");
    expectClose(
      fit.adjustedRSquared ?? Number.NaN,
      golden.adjusted,
      { relative: 1e-10, absolute: 1e-13 },
      "adjusted R2",
    );
    expectClose(fit.residualSd, golden.residualSd, exact, "sd");
    // three predictors near 1e4 without an intercept: their covariance is singular to eight digits
    const wald = golden.scale !== "offset" ? 1e-11 : golden.intercept ? 1e-9 : 1e-7;
    expectClose(fit.overall?.statistic ?? Number.NaN, golden.f, { relative: wald }, "F");
    expectClose(fit.overall?.pValue ?? Number.NaN, golden.fP, { relative: 10 * wald }, "F p");
    expectClose(fit.logLikelihood, golden.logLikelihood, STATISTIC, "LL");
    expectClose(fit.aic, golden.aic, STATISTIC, "AIC");
    if (golden.weighted || !golden.intercept || golden.errors !== "classical") return;
    const sums = crossProducts([...predictors, { name: "y", values: response }]);
    const same = okay(
      linearRegressionFromSums(sums, { response: "y", predictors: predictors.map(({ name }) => name) }),
    );
    expectTable(same.coefficients, golden, golden.scale === "offset" ? LEVERED : { relative: 1e-11 });
    expectClose(same.rSquared ?? Number.NaN, golden.rSquared, { relative: 1e-11 });
    expectClose(same.overall?.pValue ?? Number.NaN, golden.fP, { relative: 1e-9 });
  },
);

function glmOf(golden: Pick<GlmCase, "kind" | "errors" | "seed" | "n" | "p">): Inferred<GlmFit> {
  const { predictors, binary, counts, weights, groups } = regressionRows(golden);
  const errors = errorsOf(golden.errors, groups);
  return golden.kind === "logistic"
    ? logisticRegression({ successes: binary, predictors, errors })
    : poissonRegression({ counts, exposure: weights, predictors, errors });
}

test.each(cases.filter((one) => one.kind !== "linear" && one.kind !== "ridge"))(
  "$kind $seed: $n rows, $p predictors, $errors",
  (golden) => {
    const fit = okay(glmOf(golden));
    expectTable(fit.coefficients, golden, { relative: 1e-11 });
    expectClose(fit.deviance, golden.deviance, STATISTIC, "deviance");
    expectClose(fit.nullDeviance, golden.nullDeviance, STATISTIC, "null deviance");
    expectClose(fit.logLikelihood, golden.logLikelihood, STATISTIC, "LL");
    expectClose(fit.aic, golden.aic, STATISTIC, "AIC");
    expectClose(fit.dispersion, golden.dispersion, { relative: 1e-11 }, "dispersion");
  },
);

test.each(readGolden<Omit<GlmCase, "pValues">>("regression/sandwich.json").cases)(
  "$errors errors of $kind $seed as R's sandwich has them",
  (golden) => {
    okay(glmOf(golden)).coefficients.forEach(({ value, se }, j) => {
      expectClose(value, golden.coefficients[j] ?? Number.NaN, { relative: 1e-10, absolute: 1e-12 });
      expectClose(se, golden.se[j] ?? Number.NaN, { relative: 1e-10 });
    });
  },
);

test.each(cases.filter((one) => one.kind === "ridge"))(
  "ridge $seed: $n rows, $p predictors, penalty $penalty",
  (golden) => {
    const { predictors, response } = regressionRows(golden);
    const { penalty, standardise } = golden;
    const fit = okay(ridgeRegression({ response, predictors, penalty, standardise }));
    fit.coefficients.forEach(({ value }, j) => {
      expectClose(value, golden.coefficients[j] ?? Number.NaN, { relative: 1e-11, absolute: 1e-13 });
    });
  },
);
