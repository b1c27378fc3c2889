import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import type { Matrix } from "../linear-algebra/matrix.ts";
import { type Coefficient, coefficientsOf } from "./coefficient.ts";
import { type Design, designOf, type Predictor } from "./design.ts";
import { type Family, fitGlm, type GlmSolution } from "./glm.ts";
import { aliasWarnings } from "./linear-fit.ts";
import { clusterWarnings } from "./ols.ts";
import { type ErrorModel, robustErrors } from "./sandwich.ts";
import { slopesOf, waldStatistic } from "./wald.ts";

export interface GlmFit {
  /** On the scale of the linear predictor, with normal tests and intervals. */
  readonly coefficients: readonly Coefficient[];
  /** Predictors that others explain exactly: they have no coefficient of their own. */
  readonly aliased: readonly string[];
  readonly covariance: Matrix;
  readonly deviance: number;
  /** Of the model with an intercept (and the offset) only. */
  readonly nullDeviance: number;
  /** Chi-squared test against that model: likelihood ratio with classical errors, else Wald's with theirs; null without further predictors. */
  readonly overall: { readonly statistic: number; readonly df: number; readonly pValue: number } | null;
  readonly residualDf: number;
  /** Pearson's chi-squared per residual degree of freedom: near 1 where the variance is as the model says. */
  readonly dispersion: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly iterations: number;
  /** Expected response per row. */
  readonly fitted: Float64Array;
}

export interface GlmModel {
  readonly name: string;
  readonly response: ArrayLike<number>;
  readonly predictors: readonly Predictor[];
  readonly offset: ArrayLike<number>;
  readonly intercept: boolean;
  readonly errors: ErrorModel;
  readonly level: number;
  readonly family: Family;
  /** Expected response per row of the model with an intercept only. */
  readonly nullMeans: ArrayLike<number>;
  /** The log-likelihood of a perfect fit. */
  readonly saturated: number;
  readonly assumptions: readonly string[];
}

export function glmFit(model: GlmModel): Inferred<GlmFit> {
  const { name, response } = model;
  const n = response.length;
  const design = designOf(model.predictors, n, model.intercept);
  const fit = fitGlm({ design: design.matrix, response, offset: model.offset, family: model.family });
  if (fit.outcome === "separated") {
    const by = fit.columns.map((j) => design.names[j]).join(", ");
    return undetermined(
      name,
      n,
      `${by || "the predictors"} separate the outcomes: their coefficients grow without end and no estimate exists`,
    );
  }
  if (fit.outcome === "not converged") {
    return undetermined(name, n, `the fit did not converge in ${fit.iterations} steps`);
  }
  if (n <= fit.kept.length)
    return undetermined(name, n, `${n} rows cannot determine ${fit.kept.length} coefficients and their errors`);
  return report(model, design, fit);
}

function report(model: GlmModel, design: Design, fit: GlmSolution): Inferred<GlmFit> {
  const { family, errors, level } = model;
  const n = model.response.length;
  const k = fit.kept.length;
  const robust = errors === "classical" ? null : robustErrors(fit.qr, fit.scaledResiduals, errors);
  const method = `${model.name}, ${robust?.name ?? "classical errors"}`;
  if (robust?.clusters === 1) return undetermined(method, n, "errors by cluster need two clusters");
  const covariance = robust?.covariance ?? fit.covariance;
  const names = fit.kept.map((j) => design.names[j] as string);
  const coefficients = coefficientsOf({
    names,
    values: fit.values,
    covariance,
    df: Number.POSITIVE_INFINITY,
    level,
  });
  if (coefficients === null)
    return undetermined(method, n, "a coefficient has no measurable error: too few rows bear on it");
  const aliased = fit.aliased.map((j) => design.names[j] as string);
  const nullDeviance = Array.from(model.nullMeans).reduce((sum, mean, i) => sum + family.deviance(mean, i), 0);
  const logLikelihood = model.saturated - fit.deviance / 2;
  const gain = robust === null ? Math.max(0, nullDeviance - fit.deviance) : waldStatistic(coefficients, covariance);
  return {
    status: "ok",
    method,
    n,
    assumptions: model.assumptions,
    warnings: [...aliasWarnings(aliased), ...clusterWarnings(robust?.clusters ?? null)],
    coefficients,
    aliased,
    covariance,
    deviance: fit.deviance,
    nullDeviance,
    overall: model.intercept ? overallTest(gain, slopesOf(coefficients).length) : null,
    residualDf: n - k,
    dispersion: fit.scaledResiduals.reduce((sum, x) => sum + x * x, 0) / (n - k),
    logLikelihood,
    aic: -2 * logLikelihood + 2 * k,
    iterations: fit.iterations,
    fitted: fit.fitted,
  };
}

const overallTest = (statistic: number | null, df: number): GlmFit["overall"] =>
  statistic === null || df === 0 ? null : { statistic, df, pValue: chiSquared(df).sf(statistic) };
