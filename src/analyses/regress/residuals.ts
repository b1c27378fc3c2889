import { momentsOf, standardDeviation } from "../../stats/descriptive/moments.ts";
import { quantileOfSorted, sorted } from "../../stats/descriptive/quantile.ts";
import { normal } from "../../stats/distributions/normal.ts";
import type { RegressResult, ResidualPoint } from "./regressed.ts";

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
function binned(points: readonly ResidualPoint[]): readonly ResidualPoint[] {
  const ordered = [...points].sort((a, b) => a.fitted - b.fitted || a.residual - b.residual);
  const bins = Math.min(BINS, Math.floor(ordered.length / 5));
  return Array.from({ length: bins }, (_, i) => {
    const own = ordered.slice(Math.floor((i * ordered.length) / bins), Math.floor(((i + 1) * ordered.length) / bins));
    const mean = (value: (point: ResidualPoint) => number): number =>
      own.reduce((sum, point) => sum + value(point), 0) / own.length;
    return { fitted: mean(({ fitted }) => fitted), residual: mean(({ residual }) => residual) };
  });
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
