/** log(1 + x) - x, without the cancellation at small x. */
export function log1pMinus(x: number): number {
  if (x < -0.39 || x > 0.57) return Math.log1p(x) - x;
  const r = x / (2 + x);
  const y = r * r;
  // 2 atanh(r) - x, with the sum of y^k / (2k + 3)
  let sum = 1 / 33;
  for (let k = 14; k >= 0; k--) sum = sum * y + 1 / (2 * k + 3);
  return r * (2 * y * sum - x);
}

/** 1 - e^x for x <= 0, within rounding: the probability beside one whose logarithm is known. */
export function oneMinusExp(x: number): number {
  return Math.max(0, -Math.expm1(x));
}

/** log(1 - e^x) for x <= 0, within rounding. */
export function log1mExp(x: number): number {
  if (x >= 0) return -Infinity;
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/**
 * x log(x / m) + m - x, half the Poisson deviance of a count x at mean m, for x >= 0 and m >= 0.
 * Source: Loader (2000), Fast and accurate computation of binomial probabilities.
 */
export function halfDeviance(x: number, m: number): number {
  if (x === 0) return m;
  if (m === 0) return Infinity;
  const excess = (m - x) / x;
  if (excess < -0.39 || excess > 0.57) return x * Math.log(x / m) + (m - x);
  return -x * log1pMinus(excess);
}
