import { type ArmaLags, nonZero } from "./lag-polynomial.ts";

/**
 * Mean squared one-step error of an ARMA process when the first `skipped` errors are taken as 0 (conditional sum of
 * squares). A missing value is taken as predicted.
 */
export function conditionalVariance(lags: ArmaLags, values: Float64Array, skipped: number): number {
  const phi = nonZero(lags.phi);
  const theta = nonZero(lags.theta);
  const [phiLags, phiWeights] = columns(phi);
  const [thetaLags, thetaWeights] = columns(theta);
  const series = values.slice();
  const errors = new Float64Array(values.length);
  let squares = 0;
  let count = 0;
  for (let t = skipped; t < values.length; t++) {
    let expected = 0;
    for (let k = 0; k < phiLags.length; k++) {
      expected += (phiWeights[k] as number) * (series[t - (phiLags[k] as number)] as number);
    }
    for (let k = 0; k < thetaLags.length; k++) {
      const from = t - (thetaLags[k] as number);
      if (from >= 0) expected += (thetaWeights[k] as number) * (errors[from] as number);
    }
    const value = values[t] as number;
    if (Number.isNaN(value)) {
      series[t] = expected;
      continue;
    }
    const error = value - expected;
    errors[t] = error;
    squares += error * error;
    count++;
  }
  return squares / count;
}

function columns(weights: readonly { readonly lag: number; readonly weight: number }[]): [Int32Array, Float64Array] {
  return [Int32Array.from(weights, ({ lag }) => lag), Float64Array.from(weights, ({ weight }) => weight)];
}
