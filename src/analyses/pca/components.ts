import { componentScores, type PrincipalComponents } from "../../stats/multivariate/principal-components.ts";
import type { Predictor } from "../../stats/regression/design.ts";

export interface ComponentLine {
  /** From 1. */
  readonly component: number;
  readonly variance: number;
  /** Of the total variance. */
  readonly share: number;
  readonly cumulative: number;
  /** Mean squared distance per value between the rows and what this many components give back, in the units worked in. */
  readonly reconstructionError: number;
  /** In the order of the columns. */
  readonly weights: readonly number[];
  readonly loadings: readonly number[];
}

export interface PcaResult {
  readonly table: string;
  readonly columns: readonly string[];
  readonly on: "correlation" | "covariance";
  /** Rows that have all the columns, and rows of the selection. */
  readonly n: number;
  readonly rows: number;
  readonly lines: readonly ComponentLine[];
  readonly kept: number;
  /** Of each column, the share of its variance that the kept components give back. */
  readonly explained: readonly number[];
  /** Scores of a sample on the first two components, divided by their standard deviations. */
  readonly scores: readonly { readonly x: number; readonly y: number }[];
  readonly sampleRows: number;
  /** Where the columns point on the first two components, scaled to the picture of the scores. */
  readonly arrows: readonly { readonly label: string; readonly x: number; readonly y: number }[];
}

/** Components with what is lost when only they and the ones before are kept. */
export function componentLines({ components, names }: PrincipalComponents, n: number): readonly ComponentLine[] {
  const total = components.reduce((sum, { variance }) => sum + variance, 0);
  let kept = 0;
  return components.map(({ variance, share, cumulativeShare, weights, loadings }, i) => {
    kept += variance;
    const left = i === components.length - 1 ? 0 : Math.max(0, total - kept);
    return {
      component: i + 1,
      variance,
      share,
      cumulative: cumulativeShare,
      reconstructionError: (left * (n - 1)) / n / names.length,
      weights: Array.from(weights),
      loadings: Array.from(loadings),
    };
  });
}

/** The fewest components that explain `share` of the variance. */
export function keptFor(lines: readonly ComponentLine[], share: number): number {
  const at = lines.findIndex(({ cumulative }) => cumulative >= share - 1e-12);
  return at < 0 ? lines.length : at + 1;
}

/** The share of each column's variance that the first components give back. */
export function explainedByColumn(lines: readonly ComponentLine[], kept: number): readonly number[] {
  const columns = lines[0]?.loadings.length ?? 0;
  const squares = (part: readonly ComponentLine[], j: number): number =>
    part.reduce((sum, { loadings }) => sum + (loadings[j] ?? 0) ** 2, 0);
  return Array.from({ length: columns }, (_, j) => {
    const total = squares(lines, j);
    return total > 0 ? Math.min(1, squares(lines.slice(0, kept), j) / total) : 1;
  });
}

/** How far the longest arrow reaches, in standard deviations of the scores. */
const ARROW_REACH = 2.5;

/** The sample on the first two components, and the columns' directions beside it (Gabriel's biplot 1971). */
export function biplot(
  fit: PrincipalComponents,
  sample: readonly Predictor[],
): Pick<PcaResult, "scores" | "arrows" | "sampleRows"> {
  const [first, second] = fit.components;
  const rows = sample[0]?.values.length ?? 0;
  if (first === undefined || second === undefined) return { scores: [], arrows: [], sampleRows: rows };
  const found = componentScores(fit, sample, 2);
  const unit = (variance: number): number => (variance > 0 ? Math.sqrt(variance) : 1);
  const scores = Array.from({ length: rows }, (_, i) => ({
    x: found.at(i, 0) / unit(first.variance),
    y: found.at(i, 1) / unit(second.variance),
  }));
  const ends = fit.names.map((label, j) => ({
    label,
    x: first.loadings[j] as number,
    y: second.loadings[j] as number,
  }));
  const longest = ends.reduce((most, { x, y }) => Math.max(most, Math.hypot(x, y)), 0);
  const stretch = longest > 0 ? ARROW_REACH / longest : 0;
  return {
    scores,
    sampleRows: rows,
    arrows: ends.map(({ label, x, y }) => ({ label, x: x * stretch, y: y * stretch })),
  };
}
