import { studentT } from "../../stats/distributions/student-t.ts";
import type { Inferred } from "../../stats/inference.ts";
import type { CrossProducts } from "../../stats/multivariate/cross-products.ts";
import type { Coefficient } from "../../stats/regression/coefficient.ts";
import { INTERCEPT, type Predictor } from "../../stats/regression/design.ts";
import type { GlmFit } from "../../stats/regression/glm-fit.ts";
import type { LinearFit } from "../../stats/regression/linear-fit.ts";
import { logisticRegression } from "../../stats/regression/logistic.ts";
import { linearRegression } from "../../stats/regression/ols.ts";
import { linearRegressionFromSums } from "../../stats/regression/ols-from-sums.ts";
import { poissonRegression } from "../../stats/regression/poisson.ts";
import { waldF, waldStatistic } from "../../stats/regression/wald.ts";
import type { RegressionLine, RegressResult, ResidualPoint } from "./regressed.ts";

/** Values of the sample's rows. */
export interface SampledRows {
  readonly response: ArrayLike<number>;
  readonly predictors: readonly Predictor[];
}

export type Fitted = Pick<
  RegressResult,
  "lines" | "aliased" | "explained" | "overall" | "residualSd" | "dispersion" | "fittedRows" | "errors"
> & { readonly points: readonly ResidualPoint[]; readonly warnings: readonly string[] };

export interface FitOptions {
  readonly errors: "robust" | "classical";
  readonly level: number;
}

type Undetermined = { readonly undetermined: string };

/**
 * Least squares from the sums of all rows. Robust errors need residuals: where the sample is not every row they are the
 * classical ones of all rows times the ratio of both on the sample.
 */
export function fitLinear(
  sums: CrossProducts,
  { response, predictors }: SampledRows,
  { errors, level, y }: FitOptions & { readonly y: string },
): Fitted | Undetermined {
  const names = predictors.map(({ name }) => name);
  const all = linearRegressionFromSums(sums, { response: y, predictors: names, level });
  if (all.status !== "ok") return { undetermined: all.reason };
  const kept = predictors.filter(({ name }) => !all.aliased.includes(name));
  const plain = linearRegression({ response, predictors: kept, level });
  const robust = errors === "robust" ? linearRegression({ response, predictors: kept, errors: "HC3", level }) : plain;
  const every = response.length === sums.n;
  const lines = all.coefficients.map((coefficient): RegressionLine => {
    const se = robustSe(coefficient, { plain, robust, every });
    return linearLine(coefficient, { se, df: all.residualDf, level });
  });
  return {
    lines,
    aliased: all.aliased,
    explained: all.rSquared,
    overall: errors === "robust" && robust.status === "ok" ? overallTest(lines, robust, all.residualDf) : all.overall,
    residualSd: all.residualSd,
    dispersion: null,
    fittedRows: sums.n,
    errors: errorWords(errors, robust.status === "ok", every),
    points: residualsOf(lines, { response, predictors }),
    warnings: all.warnings,
  };
}

const errorWords = (errors: FitOptions["errors"], possible: boolean, every: boolean): string => {
  if (errors === "classical" || !possible) return "classical";
  return every ? "robust (HC3)" : "robust: classical errors of all rows times what HC3 makes of them on the sample";
};

interface Errors {
  readonly plain: Inferred<{ readonly coefficients: readonly Coefficient[] }>;
  readonly robust: Inferred<{ readonly coefficients: readonly Coefficient[] }>;
  readonly every: boolean;
}

function robustSe({ name, se }: Coefficient, { plain, robust, every }: Errors): number {
  if (plain.status !== "ok" || robust.status !== "ok") return se;
  const of = (fit: { readonly coefficients: readonly Coefficient[] }): number | undefined =>
    fit.coefficients.find((coefficient) => coefficient.name === name)?.se;
  const [a, b] = [of(plain), of(robust)];
  if (a === undefined || b === undefined) return se;
  return every ? b : (se * b) / a;
}

/** Wald's test with the errors of the lines and, between them, the correlations of the sample; null where it lacks a column. */
function overallTest(
  lines: readonly RegressionLine[],
  { coefficients, covariance }: Pick<LinearFit, "coefficients" | "covariance">,
  df: number,
): RegressResult["overall"] {
  const at = lines.map(({ name }) => coefficients.findIndex((one) => one.name === name));
  if (at.includes(-1)) return null;
  const stretch = lines.map(({ se }, i) => se / (coefficients[at[i] as number]?.se ?? se));
  const stretched = covariance.principal(at);
  stretch.forEach((a, i) => {
    stretch.forEach((b, j) => {
      stretched.set(i, j, stretched.at(i, j) * a * b);
    });
  });
  const wald = waldStatistic(lines, stretched);
  return wald === null ? null : waldF(wald, lines.length - 1, df);
}

function linearLine(
  { name, value, se: classicalSe }: Coefficient,
  { se, df, level }: { readonly se: number; readonly df: number; readonly level: number },
): RegressionLine {
  const t = studentT(df);
  const reach = t.upperQuantile((1 - level) / 2) * se;
  return {
    ...{ name, value, se, classicalSe },
    interval: { low: value - reach, high: value + reach, level },
    pValue: Math.min(1, 2 * t.sf(Math.abs(value / se))),
    ratio: null,
    inflation: null,
  };
}

function residualsOf(
  lines: readonly RegressionLine[],
  { response, predictors }: SampledRows,
): readonly ResidualPoint[] {
  const of = (name: string): number => lines.find((line) => line.name === name)?.value ?? 0;
  const weights = predictors.map(({ name, values }) => ({ weight: of(name), values }));
  const start = of(INTERCEPT);
  return Array.from(response, (value, i) => {
    const fitted = weights.reduce((sum, { weight, values }) => sum + weight * (values[i] as number), start);
    return { fitted, residual: value - fitted };
  });
}

/** Logistic or Poisson regression of the sample's rows. */
export function fitGeneral(
  model: "logistic" | "poisson",
  { response, predictors }: SampledRows,
  { errors, level }: FitOptions,
): Fitted | Undetermined {
  const run = (kind: "classical" | "HC1"): Inferred<GlmFit> =>
    model === "logistic"
      ? logisticRegression({ successes: response, predictors, errors: kind, level })
      : poissonRegression({ counts: response, predictors, errors: kind, level });
  const plain = run("classical");
  if (plain.status !== "ok") return { undetermined: plain.reason };
  const robust = errors === "robust" ? run("HC1") : plain;
  const used = robust.status === "ok" ? robust : plain;
  return {
    lines: used.coefficients.map((coefficient, i) =>
      ratioLine(coefficient, plain.coefficients[i]?.se ?? coefficient.se),
    ),
    aliased: used.aliased,
    explained: plain.nullDeviance > 0 ? 1 - plain.deviance / plain.nullDeviance : null,
    overall: used.overall,
    residualSd: null,
    dispersion: plain.dispersion,
    fittedRows: plain.n,
    errors: errors === "robust" && robust.status === "ok" ? "robust (HC1)" : "classical",
    points: Array.from(plain.fitted, (fitted, i) => ({ fitted, residual: (response[i] as number) - fitted })),
    warnings: used.warnings,
  };
}

function ratioLine({ name, value, se, interval, pValue }: Coefficient, classicalSe: number): RegressionLine {
  const { low, high, level } = interval;
  const ratio = { value: Math.exp(value), interval: { low: Math.exp(low), high: Math.exp(high), level } };
  const finite = Number.isFinite(ratio.interval.high);
  return {
    name,
    value,
    se,
    classicalSe,
    interval,
    pValue,
    ratio: name === INTERCEPT || !finite ? null : ratio,
    inflation: null,
  };
}
