import { momentsOf, standardDeviation } from "../../stats/descriptive/moments.ts";
import { quantileOfSorted, sorted } from "../../stats/descriptive/quantile.ts";
import { normal } from "../../stats/distributions/normal.ts";
import type { RegressResult, ResidualBin, ResidualPoint } from "./regressed.ts";

const BINS = 20;
const DRAWN = 1000;
const QUANTILES = 99;

/** What residual plots show: some points, mean residuals by fitted value, and quantiles against normal ones. */
export function residualViews(
  points: readonly ResidualPoint[],
  { normalQuantiles }: { readonly normalQuantiles: boolean },
): Pick<RegressResult, "residuals" | "binned" | "quantiles"> {
  const every = Math.max(1, Math.ceil(points.length / DRAWN));
  return {
    residuals: points.filter((_, i) => i % every === 0),
    binned: binned(points),
    quantiles: normalQuantiles ? quantiles(points) : [],
  };
}

/** Means of groups of equally many rows by fitted value. */
function binned(points: readonly ResidualPoint[]): readonly ResidualBin[] {
  const ordered = [...points].sort((a, b) => a.fitted - b.fitted || a.residual - b.residual);
  const bins = Math.min(BINS, Math.floor(ordered.length / 5));
  return Array.from({ length: bins }, (_, i) => {
    const own = ordered.slice(Math.floor((i * ordered.length) / bins), Math.floor(((i + 1) * ordered.length) / bins));
    const residuals = momentsOf(own.map(({ residual }) => residual));
    return {
      fitted: momentsOf(own.map(({ fitted }) => fitted)).mean,
      ...{ residual: residuals.mean, n: own.length, sd: standardDeviation(residuals) ?? 0 },
    };
  });
}

/**
 * Whether the relation is bent: mean residuals of bins lie half a standard deviation of the residuals from 0 and further than
 * by chance (Bonferroni over the bins; the wider of the bin's own spread and that of all residuals). `noise` where chance would
 * do it, `straight` where none lies so far; null where residuals have no one standard deviation.
 */
export function bendOf({
  binned: bins,
  residualSd,
  level,
}: Pick<RegressResult, "binned" | "residualSd" | "level">): "bent" | "noise" | "straight" | null {
  if (residualSd === null || bins.length === 0) return null;
  const far = bins.filter(({ residual }) => Math.abs(residual) > residualSd / 2);
  if (far.length === 0) return "straight";
  const z = normal().upperQuantile((1 - level) / 2 / bins.length);
  const sure = far.some(({ residual, n, sd }) => Math.abs(residual) > (z * Math.max(sd, residualSd)) / Math.sqrt(n));
  return sure ? "bent" : "noise";
}

function quantiles(points: readonly ResidualPoint[]): RegressResult["quantiles"] {
  const values = points.map(({ residual }) => residual);
  const sd = standardDeviation(momentsOf(values));
  if (sd === null || !(sd > 0)) return [];
  const ordered = sorted(values);
  return Array.from({ length: QUANTILES }, (_, i) => {
    const p = (i + 1) / (QUANTILES + 1);
    return { normal: normal().quantile(p), residual: (quantileOfSorted(ordered, p) ?? 0) / sd };
  });
}
