import type { ArmaLags, Lags } from "./lag-polynomial.ts";
import { nonZero } from "./lag-polynomial.ts";
import { toPartial } from "./stationarity.ts";

/** Size of the state of an ARMA process in Gardner's form (also R's): w(t) and what it implies of the next values. */
export function stateSize({ phi, theta }: ArmaLags): number {
  return Math.max(phi.length, theta.length + 1);
}

/** The theta of lag 0, 1, ... with zeros up to the size of the state. */
export function shockWeights(lags: ArmaLags): Float64Array {
  const result = new Float64Array(stateSize(lags));
  result[0] = 1;
  result.set(lags.theta, 1);
  return result;
}

/**
 * Covariances of the state with w(t) in the long run, for innovations of variance 1; null where the process is not
 * stationary. The first is the variance of w.
 */
export function stationaryColumn(lags: ArmaLags): Float64Array | null {
  const { phi, theta } = lags;
  const size = stateSize(lags);
  const covariances = armaCovariances(lags, phi.length);
  if (covariances === null) return null;
  const responses = impulseResponses(lags, theta.length);
  const shocks = shockWeights(lags);
  const column = new Float64Array(size);
  column[0] = covariances[0] as number;
  for (let i = 1; i < size; i++) {
    let sum = 0;
    for (let j = i; j < phi.length; j++) sum += (phi[j] as number) * (covariances[j - i + 1] as number);
    for (let j = i; j <= theta.length; j++) sum += (shocks[j] as number) * (responses[j - i] as number);
    column[i] = sum;
  }
  return column;
}

/** The whole covariance of the state in the long run, row by row, from its first column. */
export function stationaryCovariance({ phi, theta }: ArmaLags, column: Float64Array): Float64Array {
  const size = column.length;
  const shocks = shockWeights({ phi, theta });
  const result = new Float64Array(size * size);
  for (let i = size - 1; i >= 0; i--) {
    for (let j = size - 1; j >= i; j--) {
      const [a, b] = [phi[i] ?? 0, phi[j] ?? 0];
      const later = i + 1 < size && j + 1 < size ? (result[(i + 1) * size + j + 1] as number) : 0;
      const crossed = a * (column[j + 1] ?? 0) + b * (column[i + 1] ?? 0) + a * b * (column[0] as number);
      const value = later + crossed + (shocks[i] as number) * (shocks[j] as number);
      result[i * size + j] = value;
      result[j * size + i] = value;
    }
  }
  return result;
}

/** Weights of an innovation in the values 0..last steps after it. */
export function impulseResponses({ phi, theta }: ArmaLags, last: number): Float64Array {
  const used = nonZero(phi);
  const result = new Float64Array(last + 1);
  result[0] = 1;
  for (let k = 1; k <= last; k++) {
    let sum = theta[k - 1] ?? 0;
    for (const { lag, weight } of used) if (lag <= k) sum += weight * (result[k - lag] as number);
    result[k] = sum;
  }
  return result;
}

/** Autocovariances of lags 0..last of an ARMA process with innovations of variance 1. */
function armaCovariances({ phi, theta }: ArmaLags, last: number): Float64Array | null {
  const q = theta.length;
  const plain = autoregressiveCovariances(phi, last + q);
  if (plain === null) return null;
  const weights = Float64Array.from({ length: q + 1 }, (_, h) => {
    let sum = h === 0 ? 1 : (theta[h - 1] as number);
    for (let i = 0; i + h < q; i++) sum += (theta[i] as number) * (theta[i + h] as number);
    return sum;
  });
  const result = new Float64Array(last + 1);
  for (let h = 0; h <= q; h++) {
    const weight = weights[h] as number;
    if (weight === 0) continue;
    for (let k = 0; k <= last; k++) {
      const both = h === 0 ? (plain[k] as number) : (plain[Math.abs(k - h)] as number) + (plain[k + h] as number);
      result[k] = (result[k] as number) + weight * both;
    }
  }
  return result;
}

/** Autocovariances of lags 0..last of an autoregression, by its partial autocorrelations; null where not stationary. */
function autoregressiveCovariances(phi: Lags, last: number): Float64Array | null {
  const partial = toPartial(phi);
  if (partial === null) return null;
  const result = new Float64Array(last + 1);
  let variance = 1;
  for (const value of partial) variance /= 1 - value * value;
  result[0] = variance;
  const weights = new Float64Array(phi.length);
  const before = new Float64Array(phi.length);
  for (let k = 1; k <= Math.min(last, phi.length); k++) {
    const reflection = partial[k - 1] as number;
    let sum = reflection * variance;
    for (let j = 1; j < k; j++) sum += (weights[j - 1] as number) * (result[k - j] as number);
    result[k] = sum;
    variance *= 1 - reflection * reflection;
    before.set(weights);
    for (let j = 0; j < k - 1; j++) weights[j] = (before[j] as number) - reflection * (before[k - 2 - j] as number);
    weights[k - 1] = reflection;
  }
  const used = nonZero(phi);
  for (let k = phi.length + 1; k <= last; k++) {
    let sum = 0;
    for (const { lag, weight } of used) sum += weight * (result[k - lag] as number);
    result[k] = sum;
  }
  return result;
}
