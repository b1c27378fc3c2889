/**
 * The values with each missing one taken from the straight line between its known neighbours; before the first and after the
 * last known value, that value. Returned as they are when none is missing.
 */
export function fillGaps(values: Float64Array): Float64Array {
  if (!values.includes(Number.NaN)) return values;
  const filled = values.slice();
  let before = -1;
  for (let i = 0; i <= values.length; i++) {
    if (i < values.length && Number.isNaN(values[i])) continue;
    const left = values[before < 0 ? i : before] as number;
    const right = values[i < values.length ? i : before] as number;
    for (let j = before + 1; j < i; j++) filled[j] = left + ((right - left) * (j - before)) / (i - before);
    before = i;
  }
  return filled;
}
