import type { Mark } from "../contract/chart-spec/mark.ts";
import type { ChartSpec } from "../contract/chart-spec.ts";
import type { HistogramRow } from "../models/lab/histogram-query.ts";

/** A histogram as an answer holds it: equally wide bins, empty ones included. */
export type HistogramBins = readonly { readonly from: number; readonly to: number; readonly count: number }[];

/** The bins of a column (and of a group); null when it has no values. */
export function histogramBins(
  rows: readonly HistogramRow[],
  column: string,
  group: string | null = null,
): HistogramBins | null {
  const own = rows.filter((row) => row.column === column && row.group === group);
  const [first] = own;
  if (first === undefined) return null;
  const { lo, hi, bins } = first;
  const counts = new Map(own.map(({ bin, n }) => [bin, n]));
  const step = (hi - lo) / bins;
  const edge = (i: number): number => (i === bins ? hi : lo + i * step);
  return Array.from({ length: bins }, (_, i) => ({ from: edge(i), to: edge(i + 1), count: counts.get(i) ?? 0 }));
}

interface HistogramWords {
  readonly title: string;
  readonly subtitle: string;
  readonly alt: string;
  readonly unit: string | null;
  readonly label: string;
  readonly marks?: readonly Mark[];
  readonly curve?: { readonly label: string; readonly points: readonly { readonly x: number; readonly y: number }[] };
}

export function histogramChart(bins: HistogramBins, words: HistogramWords): ChartSpec {
  const { title, subtitle, alt, label, unit, marks = [], curve } = words;
  return {
    kind: "histogram",
    ...{ title, subtitle, alt },
    x: { label, unit, scale: "linear" },
    count: { label: "rows", unit: null },
    bins,
    marks,
    ...(curve === undefined ? {} : { curve }),
  };
}
