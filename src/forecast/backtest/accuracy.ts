/**
 * Measures of forecasts against what came. Steps without an actual value or without a forecast (NaN) are left out; a
 * measure that cannot be computed is null, never NaN.
 */

/** Pairs that can be compared. */
function compared(actual: Float64Array, forecast: Float64Array): readonly (readonly [y: number, f: number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const [i, y] of actual.entries()) {
    const f = forecast[i];
    if (f !== undefined && Number.isFinite(y) && Number.isFinite(f)) pairs.push([y, f]);
  }
  return pairs;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean absolute error, in the unit of the series. */
export function meanAbsoluteError(actual: Float64Array, forecast: Float64Array): number | null {
  return meanOf(compared(actual, forecast).map(([y, f]) => Math.abs(y - f)));
}

/** Root of the mean squared error, in the unit of the series. */
export function rootMeanSquaredError(actual: Float64Array, forecast: Float64Array): number | null {
  const square = meanOf(compared(actual, forecast).map(([y, f]) => (y - f) ** 2));
  return square === null ? null : Math.sqrt(square);
}

/** Symmetric mean absolute percentage error as the M4 competition has it, in percent (0 to 200); 0 against 0 is no error. */
export function symmetricMape(actual: Float64Array, forecast: Float64Array): number | null {
  return meanOf(
    compared(actual, forecast).map(([y, f]) => (y === f ? 0 : (200 * Math.abs(y - f)) / (Math.abs(y) + Math.abs(f)))),
  );
}

/** Mean absolute percentage error, in percent; null when an actual value is 0: it would be infinite there. */
export function mape(actual: Float64Array, forecast: Float64Array): number | null {
  const pairs = compared(actual, forecast);
  if (pairs.some(([y]) => y === 0)) return null;
  return meanOf(pairs.map(([y, f]) => (100 * Math.abs(y - f)) / Math.abs(y)));
}

/** Sum of absolute errors in percent of the sum of absolute values; zeros count, null when all are 0. */
export function weightedMape(actual: Float64Array, forecast: Float64Array): number | null {
  const pairs = compared(actual, forecast);
  const size = pairs.reduce((sum, [y]) => sum + Math.abs(y), 0);
  if (size === 0) return null;
  return (100 * pairs.reduce((sum, [y, f]) => sum + Math.abs(y - f), 0)) / size;
}

/** What errors are measured in: those that seasonal naive makes, one season ahead, within the values fitted to. */
export interface ErrorScale {
  /** Mean absolute difference of values a season apart; null where there is none or it is 0. */
  readonly absolute: number | null;
  /** Mean squared difference of values a season apart; null where there is none or it is 0. */
  readonly squared: number | null;
}

/** @param period steps of a season; 1 measures by the plain naive forecast */
export function errorScale(values: Float64Array, period: number): ErrorScale {
  const differences: number[] = [];
  for (let i = period; i < values.length; i++) {
    const difference = (values[i] ?? Number.NaN) - (values[i - period] ?? Number.NaN);
    if (Number.isFinite(difference)) differences.push(Math.abs(difference));
  }
  return {
    absolute: meanOf(differences) || null,
    squared: meanOf(differences.map((d) => d * d)) || null,
  };
}

/** Mean absolute scaled error (Hyndman and Koehler): below 1 is better than seasonal naive one season ahead. */
export function scaledError(actual: Float64Array, forecast: Float64Array, { absolute }: ErrorScale): number | null {
  const mae = meanAbsoluteError(actual, forecast);
  return mae === null || absolute === null ? null : mae / absolute;
}

/** Root mean squared scaled error (the M5 competition). */
export function rootScaledError(actual: Float64Array, forecast: Float64Array, { squared }: ErrorScale): number | null {
  const rmse = rootMeanSquaredError(actual, forecast);
  return rmse === null || squared === null ? null : rmse / Math.sqrt(squared);
}

/**
 * Mean pinball loss of forecasts of a quantile, in the unit of the series.
 * @param quantile 0 to 1, such as 0.1 for the lower end of an interval of 80 %
 */
export function pinballLoss(actual: Float64Array, forecast: Float64Array, quantile: number): number | null {
  return meanOf(compared(actual, forecast).map(([y, f]) => (y >= f ? quantile * (y - f) : (1 - quantile) * (f - y))));
}

/** Share of values that lie in their interval, ends included. */
export function coverage(
  actual: Float64Array,
  { low, high }: { readonly low: Float64Array; readonly high: Float64Array },
): number | null {
  const inside: number[] = [];
  for (const [i, y] of actual.entries()) {
    const [from, to] = [low[i], high[i]];
    if (from === undefined || to === undefined || Number.isNaN(y + from + to)) continue;
    inside.push(y >= from && y <= to ? 1 : 0);
  }
  return meanOf(inside);
}
