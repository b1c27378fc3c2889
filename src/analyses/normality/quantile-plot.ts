import { quantileOfSorted, sorted } from "../../stats/descriptive/quantile.ts";
import { normal } from "../../stats/distributions/normal.ts";

/** Quantiles of the values against those of a normal distribution. */
export interface QuantilePlot {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Where the points of normal values with this mean and standard deviation lie: two points of the line. */
  readonly line: readonly { readonly x: number; readonly y: number }[];
  /** Correlation of the points: 1 for values that are exactly normal (Filliben 1975). */
  readonly straightness: number;
}

const MOST_POINTS = 200;

/** The plot at (i - 0.5) / m for each of m values, thinned to 200 points. Null for fewer than three values. */
export function quantilePlot(values: ArrayLike<number>, mean: number, sd: number): QuantilePlot | null {
  const ascending = sorted(values);
  if (ascending.length < 3) return null;
  const m = Math.min(ascending.length, MOST_POINTS);
  const points = Array.from({ length: m }, (_, i) => {
    const p = (i + 0.5) / m;
    const y = m === ascending.length ? ascending[i] : quantileOfSorted(ascending, p);
    return { x: normal().quantile(p), y: y ?? mean };
  });
  const ends = [points[0]?.x ?? -1, points.at(-1)?.x ?? 1];
  return { points, line: ends.map((x) => ({ x, y: mean + sd * x })), straightness: correlationOf(points) };
}

function correlationOf(points: QuantilePlot["points"]): number {
  const n = points.length;
  const [mx, my] = [points.reduce((sum, { x }) => sum + x / n, 0), points.reduce((sum, { y }) => sum + y / n, 0)];
  const sum = (of: (dx: number, dy: number) => number): number =>
    points.reduce((total, { x, y }) => total + of(x - mx, y - my), 0);
  const spread = Math.sqrt(sum((dx) => dx * dx)) * Math.sqrt(sum((_, dy) => dy * dy));
  return spread === 0 ? 0 : Math.min(1, sum((dx, dy) => dx * dy) / spread);
}
