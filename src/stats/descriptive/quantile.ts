import { requireFinite } from "../input.ts";

/** A sorted copy. */
export function sorted(values: ArrayLike<number>, name = "values"): Float64Array {
  requireFinite(values, name);
  return Float64Array.from(values).sort();
}

/**
 * Quantile of values in ascending order by linear interpolation between order statistics (Hyndman and Fan's type 7:
 * the default of R, NumPy and DuckDB's quantile_cont); null for no values.
 * @param p from 0 to 1
 */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number | null {
  const n = ascending.length;
  if (n === 0) return null;
  const position = (n - 1) * p;
  const below = Math.min(Math.floor(position), n - 1);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, n - 1)] as number;
  return between(low, high, position - below);
}

/** Type 7 quantile of values in any order, found without sorting them all; null for no values. */
export function quantile(values: ArrayLike<number>, p: number): number | null {
  requireFinite(values, "values");
  const n = values.length;
  if (n === 0) return null;
  const copy = Float64Array.from(values);
  const position = (n - 1) * p;
  const below = Math.min(Math.floor(position), n - 1);
  const low = select(copy, below);
  let high = below + 1 < n ? Number.POSITIVE_INFINITY : low;
  for (let i = below + 1; i < n; i++) if ((copy[i] as number) < high) high = copy[i] as number;
  return between(low, high, position - below);
}

export function median(values: ArrayLike<number>): number | null {
  return quantile(values, 0.5);
}

/** Between two order statistics, from the nearer one, so that equal ones give exactly their value. */
function between(low: number, high: number, share: number): number {
  const step = high - low;
  return share < 0.5 ? low + step * share : high - step * (1 - share);
}

/**
 * The value that sorting would put at `k`; the array is partitioned around it (Hoare 1961). The pivot is the median of
 * three, so sorted input is no worst case.
 */
function select(values: Float64Array, k: number): number {
  let [left, right] = [0, values.length - 1];
  while (left < right) {
    const pivot = medianOfThree(values[left] as number, values[(left + right) >> 1] as number, values[right] as number);
    let [i, j] = [left, right];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const held = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = held;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k] as number;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
