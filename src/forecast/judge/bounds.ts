/** What values cannot be beyond. */
export interface Bounds {
  readonly floor?: number | undefined;
  readonly cap?: number | undefined;
}

/** Values cut to their bounds. */
export const bounded = (
  values: Float64Array,
  { floor = Number.NEGATIVE_INFINITY, cap = Number.POSITIVE_INFINITY }: Bounds,
): Float64Array => values.map((value) => Math.min(cap, Math.max(floor, value)));
