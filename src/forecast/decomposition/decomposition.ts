/** A series taken apart. Additive parts add up to the values, multiplicative ones multiply to them. */
export interface Decomposition {
  readonly kind: "additive" | "multiplicative";
  /** NaN where the method gives none (half a period at both ends of a classical decomposition). */
  readonly trend: Float64Array;
  /** One per period, shortest first. */
  readonly seasons: readonly Season[];
  /** NaN where there is no trend. */
  readonly remainder: Float64Array;
  /** Of a robust decomposition what each value counts, 0 to 1; null where all count the same. */
  readonly weights: Float64Array | null;
}

export interface Season {
  /** In steps. */
  readonly period: number;
  readonly values: Float64Array;
}

/** Position of the first missing value, or -1. */
export function firstMissing(values: Float64Array): number {
  return values.findIndex((value) => !Number.isFinite(value));
}

/** Why a decomposition is refused. */
export function missingReason(values: Float64Array): string | null {
  const missing = values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  if (missing === 0) return null;
  return `${missing} of ${values.length} steps have no value, the first at step ${firstMissing(values)}; fill them on request`;
}
