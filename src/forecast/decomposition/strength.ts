import { momentsOf } from "../../stats/descriptive/moments.ts";
import type { Decomposition } from "./decomposition.ts";

export interface Strengths {
  /** 0: no trend to 1: nothing but trend; null for a constant series. */
  readonly trend: number | null;
  /** Of each season, in the order of the decomposition. */
  readonly seasons: readonly { readonly period: number; readonly strength: number | null }[];
}

/**
 * How much of what a part and the remainder vary together is the part's: max(0, 1 - var(R) / var(P + R)) (Wang, Smith,
 * Hyndman 2006). Parts of a multiplicative decomposition are compared by their logarithms.
 */
export function strengths({ kind, trend, seasons, remainder }: Decomposition): Strengths {
  const scaled = (values: Float64Array): Float64Array => (kind === "multiplicative" ? values.map(Math.log) : values);
  const rest = scaled(remainder);
  const size = scaled(trend).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
  const of = (part: Float64Array): number | null => strength(scaled(part), rest, 1e-12 * size);
  return { trend: of(trend), seasons: seasons.map(({ period, values }) => ({ period, strength: of(values) })) };
}

/** Null where part and remainder vary by no more than `noise`, the rounding of the values. */
function strength(part: Float64Array, rest: Float64Array, noise: number): number | null {
  const together = part.map((value, i) => value + (rest[i] as number));
  const [varied, left] = [squares(together), squares(rest)];
  return varied > part.length * noise * noise ? Math.max(0, 1 - left / varied) : null;
}

/** Sum of squared deviations of the values that there are. */
function squares(values: Float64Array): number {
  return momentsOf(values.filter((value) => Number.isFinite(value))).m2;
}
