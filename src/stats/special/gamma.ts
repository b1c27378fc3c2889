import { polynomial } from "./polynomial.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** (-1)^k (zeta(k) - 1) / k for k = 1 ..., with 1 - Euler's constant first: log Gamma(2 + z) / z as a series in z. */
const ZETA = [
  0.42278433509846713, 0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
  0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5,
  -4.492623673813314e-5, 2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6, -2.039215753801366e-6,
  9.55141213040742e-7, -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8,
  -2.2711094608943164e-8, 1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9,
  5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10,
];

/** Coefficients of Stirling's series in 1 / x^2, times x. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
const STIRLING_FROM = 10;

/**
 * log |Gamma(x)|; Infinity at the poles 0, -1, -2, ... Relative error about 1e-15, also near the zeros 1 and 2; near the
 * zeros between negative integers the error is absolute.
 */
export function lgamma(x: number): number {
  if (x <= 0.5) {
    if (x <= 0 && Number.isInteger(x)) return Infinity;
    if (x > 0) return lgamma(1 + x) - Math.log(x);
    const nearest = x - Math.round(x);
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * nearest))) - lgamma(1 - x);
  }
  if (x < 1.5) return polynomial(ZETA, x - 1) * (x - 1) - Math.log1p(x - 1);
  if (x >= STIRLING_FROM) return stirlingSeries(x) + (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI;
  let product = 1;
  let z = x;
  for (; z > 2.5; product *= z) z--;
  return Math.log(product) + polynomial(ZETA, z - 2) * (z - 2);
}

function stirlingSeries(x: number): number {
  return polynomial(STIRLING, 1 / (x * x)) / x;
}

/** log Gamma(x + 1) - log(sqrt(2 pi x) (x / e)^x): the error of Stirling's formula, for x >= 0. */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return stirlingSeries(x);
  return Number.isInteger(2 * x) ? (STIRLING_HALVES[2 * x] ?? Number.NaN) : smallStirlingError(x);
}

function smallStirlingError(x: number): number {
  if (x < 1) return lgamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
  let sum = 0;
  let z = x;
  for (; z < STIRLING_FROM; z++) sum += (z + 0.5) * Math.log1p(1 / z) - 1;
  return sum + stirlingSeries(z);
}

/** At 0, 0.5, 1, ...: where whole degrees of freedom lead. */
const STIRLING_HALVES = Float64Array.from({ length: 2 * STIRLING_FROM }, (_, i) => smallStirlingError(i / 2));

/** log B(a, b) for positive a and b, without the cancellation of large arguments. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < STIRLING_FROM) return lgamma(a) + lgamma(b) - lgamma(a + b);
  const logRatio = -small * Math.log1p(large / small) - (large - 0.5) * Math.log1p(small / large);
  const errors = stirlingError(a) + stirlingError(b) - stirlingError(a + b);
  return logRatio - 0.5 * Math.log(small) + HALF_LOG_TWO_PI + errors;
}

/** log of the number of ways to choose k of n, real 0 <= k <= n; -Infinity outside. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return -Infinity;
  if (k === 0 || k === n) return 0;
  return -Math.log1p(n) - logBeta(k + 1, n - k + 1);
}

/** Digamma, the derivative of log Gamma, for x > 0. */
export function digamma(x: number): number {
  let sum = 0;
  let z = x;
  for (; z < STIRLING_FROM; z++) sum -= 1 / z;
  const y = 1 / (z * z);
  const series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - (y * 691) / 32760)))));
  return sum + Math.log(z) - 0.5 / z - series;
}

/** log Gamma(x - h) - log Gamma(x) for x > h >= 0, without the cancellation at large x. */
export function logGammaDrop(x: number, h: number): number {
  if (x - h < STIRLING_FROM) return lgamma(x - h) - lgamma(x);
  const y = x - h;
  return stirlingSeries(y) - stirlingSeries(x) + (y - 0.5) * Math.log1p(-h / x) - h * Math.log(x) + h;
}
