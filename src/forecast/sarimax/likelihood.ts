import type { ArmaLags } from "./lag-polynomial.ts";
import { stateSize, stationaryColumn } from "./stationary-start.ts";

/** What the likelihood needs of the one-step errors, for innovations of variance 1. */
export interface InnovationSums {
  /** Sum of the squared errors, each over its variance. */
  readonly squares: number;
  /** Sum of the logarithms of those variances. */
  readonly logs: number;
  /** Errors in the sums. */
  readonly count: number;
}

/** Minus the mean log-likelihood, the innovation's variance at its best value; without its constants. */
export function concentrated({ squares, logs, count }: InnovationSums): number {
  return 0.5 * (Math.log(squares / count) + logs / count);
}

const CHECK_EVERY = 16;

/** Whether the covariance has stopped changing, to rounding. */
function isSettled(change: Float64Array, weight: number): boolean {
  let largest = 0;
  for (const value of change) largest = Math.max(largest, Math.abs(value));
  return largest * largest * Math.abs(weight) < 1e-18;
}

/**
 * One-step errors of a stationary ARMA process without missing values, exact from the first value on. The fast recursions
 * of Chandrasekhar type (Morf, Sidhu, Kailath 1974; Pearlman 1980) follow the change of the Kalman filter's covariance,
 * which has rank 1: a step costs as much as the state is long, not its square. Null where the process is not stationary.
 */
export function innovationSums(lags: ArmaLags, values: Float64Array): InnovationSums | null {
  const column = stationaryColumn(lags);
  if (column === null) return null;
  const size = stateSize(lags);
  // one more element than the state: the zero that is shifted in
  const phi = new Float64Array(size + 1);
  phi.set(lags.phi);
  const state = new Float64Array(size + 1);
  const gain = new Float64Array(size + 1);
  const change = new Float64Array(size + 1);
  let variance = column[0] as number;
  for (let i = 0; i < size; i++) gain[i] = (phi[i] as number) * variance + (column[i + 1] ?? 0);
  change.set(gain);
  let weight = -1 / variance;
  let squares = 0;
  let logs = 0;
  let settled = false;
  for (let t = 0; t < values.length; t++) {
    const expected = state[0] as number;
    const error = (values[t] as number) - expected;
    const scaled = error / variance;
    squares += error * scaled;
    logs += Math.log(variance);
    if (settled) {
      for (let i = 0; i < size; i++) {
        state[i] = (phi[i] as number) * expected + (state[i + 1] as number) + (gain[i] as number) * scaled;
      }
      continue;
    }
    const head = change[0] as number;
    const factor = weight * head;
    const before = variance;
    variance += head * factor;
    const correction = head / variance;
    for (let i = 0; i < size; i++) {
      const lag = phi[i] as number;
      const gained = gain[i] as number;
      state[i] = lag * expected + (state[i + 1] as number) + gained * scaled;
      const moved = lag * head + (change[i + 1] as number);
      const updated = gained + moved * factor;
      gain[i] = updated;
      change[i] = moved - updated * correction;
    }
    weight += (factor * factor) / before;
    settled = t % CHECK_EVERY === 0 && isSettled(change, weight);
  }
  return { squares, logs, count: values.length };
}
