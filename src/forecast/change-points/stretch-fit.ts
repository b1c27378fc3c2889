import type { ChangeKind } from "./segment-cost.ts";

/** The level, or line, of the steps between two changes. */
export interface StretchFit {
  /** First step, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  /** Per step; 0 where only levels are fitted. */
  readonly slope: number;
  /** Of the values around the fit, by n - 1 (n - 2 around a line). */
  readonly sd: number;
  /** Of the fit at a step, also one outside. */
  valueAt(step: number): number;
  /** Variance of that value by that of the noise. */
  leverageAt(step: number): number;
}

export function stretchFit(
  values: Float64Array,
  { from, to, kind }: { readonly from: number; readonly to: number; readonly kind: ChangeKind },
): StretchFit {
  const n = to - from;
  const part = values.subarray(from, to);
  const mean = part.reduce((sum, value) => sum + value, 0) / n;
  const centre = (from + to - 1) / 2;
  const spread = (n * (n * n - 1)) / 12;
  const line = kind === "trend" && n > 2;
  const cross = part.reduce((sum, value, i) => sum + (from + i - centre) * (value - mean), 0);
  const slope = line ? cross / spread : 0;
  const squares = part.reduce((sum, value, i) => sum + (value - mean - slope * (from + i - centre)) ** 2, 0);
  return {
    ...{ from, to, mean, slope, sd: Math.sqrt(squares / Math.max(1, n - (line ? 2 : 1))) },
    valueAt: (step) => mean + slope * (step - centre),
    leverageAt: (step) => 1 / n + (line ? (step - centre) ** 2 / spread : 0),
  };
}
