/**
 * Autoregressive coefficients from partial autocorrelations (Durbin and Levinson): every set of values within -1..1
 * gives a stationary process, and every stationary process is given by one.
 */
export function fromPartial(partial: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(partial);
  const before = new Float64Array(result.length);
  for (let k = 1; k < result.length; k++) {
    before.set(result.subarray(0, k));
    const last = result[k] as number;
    for (let j = 0; j < k; j++) result[j] = (before[j] as number) - last * (before[k - 1 - j] as number);
  }
  return result;
}

/** The inverse of `fromPartial`; null where the coefficients are of no stationary process. */
export function toPartial(coefficients: ArrayLike<number>): Float64Array | null {
  const result = Float64Array.from(coefficients);
  const before = new Float64Array(result.length);
  for (let k = result.length - 1; k >= 0; k--) {
    const last = result[k] as number;
    if (!(Math.abs(last) < 1)) return null;
    before.set(result.subarray(0, k));
    for (let j = 0; j < k; j++) {
      result[j] = ((before[j] as number) + last * (before[k - 1 - j] as number)) / (1 - last * last);
    }
  }
  return result;
}

/** Whether 1 - sum phi z^i has all its roots beyond `radius`. */
export function rootsBeyond(phi: ArrayLike<number>, radius: number): boolean {
  return toPartial(Float64Array.from(phi, (value, i) => value * radius ** (i + 1))) !== null;
}
