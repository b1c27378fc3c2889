export interface FilledSeries {
  readonly values: Float64Array;
  /** Steps that had no value and now have one. */
  readonly filled: readonly number[];
}

/**
 * Missing values made up on request: on the line between the neighbours one or more periods away in the same phase, or the
 * only such neighbour; where a phase has no value at all, on the line between the next values of any phase, or the nearest
 * one. A series without any value stays as it is.
 * @param period steps of the season; 1 for none
 */
export function fillGaps(values: Float64Array, period = 1): FilledSeries {
  const known = (i: number): boolean => Number.isFinite(values[i]);
  const missing = Array.from(values.keys()).filter((i) => !known(i));
  const next = (from: number, step: number): number => {
    let i = from + step;
    while (i >= 0 && i < values.length && !known(i)) i += step;
    return i >= 0 && i < values.length ? i : -1;
  };
  const between = (i: number, step: number): number => {
    const [left, right] = [next(i, -step), next(i, step)];
    if (left === -1 || right === -1) return values[Math.max(left, right)] ?? Number.NaN;
    const share = (i - left) / (right - left);
    return (values[left] as number) * (1 - share) + (values[right] as number) * share;
  };
  const result = Float64Array.from(values);
  for (const i of missing) {
    const inPhase = between(i, period);
    result[i] = Number.isNaN(inPhase) ? between(i, 1) : inPhase;
  }
  return { values: result, filled: missing.filter((i) => Number.isFinite(result[i])) };
}
