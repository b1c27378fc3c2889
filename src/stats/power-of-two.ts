/** Sizes between which squares and their sums stay far from the limits of doubles. */
const [LEAST, MOST] = [2 ** -300, 2 ** 300];

/**
 * The values times a power of two that brings the largest near 1, exactly, where their squares would vanish or overflow;
 * else the values themselves.
 */
export function scaledToOne(values: ArrayLike<number>): ArrayLike<number> {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
  if (!(most > 0 && most < Number.POSITIVE_INFINITY) || (most >= LEAST && most <= MOST)) return values;
  const exponent = -Math.floor(Math.log2(most));
  // in two steps: a power of two beyond 2^1023 is no double
  const half = Math.trunc(exponent / 2);
  return Float64Array.from(values, (value) => value * 2 ** half * 2 ** (exponent - half));
}
