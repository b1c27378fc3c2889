import type { SarimaOrder } from "./order.ts";

/** Coefficients of the lags 1, 2, ... of a polynomial in the lag operator whose constant is 1 (its sign by context). */
export type Lags = Float64Array;

/** The product of 1 + a(B) and 1 + b(B^period), without its constant. */
function product(a: ArrayLike<number>, b: ArrayLike<number>, period: number): Lags {
  const result = new Float64Array(a.length + b.length * period);
  result.set(Array.from(a));
  for (let j = 0; j < b.length; j++) {
    const factor = b[j] as number;
    const shift = (j + 1) * period;
    result[shift - 1] = (result[shift - 1] as number) + factor;
    for (let i = 0; i < a.length; i++) {
      result[shift + i] = (result[shift + i] as number) + factor * (a[i] as number);
    }
  }
  return result;
}

const negated = (lags: ArrayLike<number>): Float64Array => Float64Array.from(lags, (value) => 0 - value);

/** The autoregressive and moving-average weights of every lag: w(t) = sum phi w(t-i) + e(t) + sum theta e(t-i). */
export interface ArmaLags {
  readonly phi: Lags;
  readonly theta: Lags;
}

/** Multiplies the seasonal and the plain polynomials of a parameter vector. */
export function armaLags(parameters: Float64Array, order: SarimaOrder): ArmaLags {
  const { p, q, seasonalP, period } = order;
  const seasonalAt = p + q;
  return {
    phi: negated(
      product(
        negated(parameters.subarray(0, p)),
        negated(parameters.subarray(seasonalAt, seasonalAt + seasonalP)),
        period,
      ),
    ),
    theta: product(
      parameters.subarray(p, seasonalAt),
      parameters.subarray(seasonalAt + seasonalP, seasonalAt + seasonalP + order.seasonalQ),
      period,
    ),
  };
}

/** Weights delta with y(t) = w(t) + sum delta y(t-i), where w is the differenced series. */
export function differenceLags({ d, seasonalD, period }: Pick<SarimaOrder, "d" | "seasonalD" | "period">): Lags {
  let lags: Lags = new Float64Array(0);
  for (let i = 0; i < d; i++) lags = product(lags, [-1], 1);
  for (let i = 0; i < seasonalD; i++) lags = product(lags, [-1], period);
  return negated(lags);
}

/** The differenced series; NaN where a value it needs is missing. */
export function differenced(values: Float64Array, lags: Lags): Float64Array {
  const used = nonZero(lags);
  const result = new Float64Array(Math.max(0, values.length - lags.length));
  for (let t = 0; t < result.length; t++) {
    let sum = values[t + lags.length] as number;
    for (const { lag, weight } of used) sum -= weight * (values[t + lags.length - lag] as number);
    result[t] = sum;
  }
  return result;
}

export interface LagWeight {
  readonly lag: number;
  readonly weight: number;
}

/** Seasonal polynomials are mostly zeros: their other lags. */
export function nonZero(lags: Lags): readonly LagWeight[] {
  const result: LagWeight[] = [];
  lags.forEach((weight, i) => {
    if (weight !== 0) result.push({ lag: i + 1, weight });
  });
  return result;
}
