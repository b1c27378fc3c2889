import type { Interval } from "../../stats/inference.ts";
import type { Model } from "./params.ts";

export interface RegressionLine {
  readonly name: string;
  /** Per unit of the predictor: in units of y, or on the log scale of odds or rates. */
  readonly value: number;
  readonly se: number;
  /** The error that assumes one spread for all rows. */
  readonly classicalSe: number;
  readonly interval: Interval;
  readonly pValue: number;
  /** exp of value and interval: odds ratio or ratio of rates; null for ols and the intercept. */
  readonly ratio: { readonly value: number; readonly interval: Interval } | null;
  /** How many times the variance is as large as without the other predictors; null for the intercept. */
  readonly inflation: number | null;
}

export interface ResidualPoint {
  readonly fitted: number;
  readonly residual: number;
}

/** Rows of like fitted values: means of both. */
export interface ResidualBin extends ResidualPoint {
  readonly n: number;
  /** Of the residuals. */
  readonly sd: number;
}

export interface RegressResult {
  readonly table: string;
  readonly y: string;
  readonly x: readonly string[];
  readonly model: Model;
  /** What errors the intervals rest on, in words. */
  readonly errors: string;
  readonly level: number;
  /** Rows with all values, and rows of the selection. */
  readonly n: number;
  readonly rows: number;
  /** Rows that the coefficients rest on, and those that residuals and robust errors do. */
  readonly fittedRows: number;
  readonly sampleRows: number;
  /** What y counts as yes; null outside logistic. */
  readonly success: string | null;
  readonly references: readonly { readonly column: string; readonly level: string }[];
  readonly lines: readonly RegressionLine[];
  readonly aliased: readonly string[];
  /** Of ols; else McFadden's 1 - deviance / null deviance. */
  readonly explained: number | null;
  /** That all columns together say nothing, with the errors of the coefficients. */
  readonly overall: { readonly statistic: number; readonly pValue: number } | null;
  readonly residualSd: number | null;
  /** Pearson's chi-squared per degree of freedom, outside ols. */
  readonly dispersion: number | null;
  readonly residuals: readonly ResidualPoint[];
  /** Mean residual in groups of rows by fitted value: away from 0 where the model is bent the wrong way. */
  readonly binned: readonly ResidualBin[];
  /** Quantiles of the standardised residuals against normal ones; empty outside ols. */
  readonly quantiles: readonly { readonly normal: number; readonly residual: number }[];
}
