import type { ArmaLags, Lags } from "./lag-polynomial.ts";
import { nonZero } from "./lag-polynomial.ts";
import type { InnovationSums } from "./likelihood.ts";
import { shockWeights, stateSize, stationaryColumn, stationaryCovariance } from "./stationary-start.ts";

/** An ARIMA process in state space: the ARMA state of the differenced series, then the last values of the series. */
export interface ArimaProcess extends ArmaLags {
  /** Weights of the last values in the next one; empty without differences. */
  readonly delta: Lags;
}

/** What is known after the last value, for innovations of variance 1. */
export interface StateEstimate {
  readonly state: Float64Array;
  /** Row by row. */
  readonly covariance: Float64Array;
}

export interface FilterRun extends InnovationSums, StateEstimate {
  /** One-step errors; NaN where there is no value or nothing to predict it from. */
  readonly errors: Float64Array;
  /** Their variances. */
  readonly variances: Float64Array;
}

/** Prior variance of the values before the first, which are unknown; an error this uncertain says nothing. */
const UNKNOWN = 1e9;
const UNINFORMATIVE = 1e6;

/** The Kalman filter with every matrix written out; missing values are skipped. Null where not stationary. */
export function filterSeries(arima: ArimaProcess, values: Float64Array): FilterRun | null {
  const column = stationaryColumn(arima);
  if (column === null) return null;
  const filter = new StateFilter(arima);
  filter.begin(stationaryCovariance(arima, column));
  const errors = new Float64Array(values.length).fill(Number.NaN);
  const variances = new Float64Array(values.length).fill(Number.NaN);
  let squares = 0;
  let logs = 0;
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    if (t > 0) filter.advance();
    const value = values[t] as number;
    if (Number.isNaN(value)) continue;
    const variance = filter.variance();
    const error = value - filter.expected();
    filter.learn(error, variance);
    if (variance > UNINFORMATIVE) continue;
    errors[t] = error;
    variances[t] = variance;
    squares += (error * error) / variance;
    logs += Math.log(variance);
    count++;
  }
  return { squares, logs, count, errors, variances, state: filter.state, covariance: filter.covariance };
}

/**
 * The estimate of an undifferenced process with the series' own values before the last put behind it, known without error.
 */
export function withLastValues(estimate: StateEstimate, values: Float64Array, delta: Lags): StateEstimate {
  const inner = estimate.state.length;
  const size = inner + delta.length;
  const state = new Float64Array(size);
  state.set(estimate.state);
  for (let i = 0; i < delta.length; i++) state[inner + i] = values[values.length - 2 - i] as number;
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < inner; i++) {
    covariance.set(estimate.covariance.subarray(i * inner, (i + 1) * inner), i * size);
  }
  return { state, covariance };
}

/** Expected values and variances of the steps after the estimate, for innovations of variance 1. */
export function forecastStates(
  arima: ArimaProcess,
  { state, covariance }: StateEstimate,
  steps: number,
): { readonly means: Float64Array; readonly variances: Float64Array } {
  const filter = new StateFilter(arima);
  filter.state.set(state);
  filter.covariance.set(covariance);
  const means = new Float64Array(steps);
  const variances = new Float64Array(steps);
  for (let h = 0; h < steps; h++) {
    filter.advance();
    means[h] = filter.expected();
    variances[h] = filter.variance();
  }
  return { means, variances };
}

class StateFilter {
  readonly state: Float64Array;
  readonly covariance: Float64Array;
  readonly #inner: number;
  readonly #size: number;
  readonly #phi: Float64Array;
  readonly #shocks: Float64Array;
  /** Elements of the state whose weighted sum is the value: the first, and the last values that differences use. */
  readonly #observed: readonly { readonly at: number; readonly weight: number }[];
  readonly #moved: Float64Array;
  readonly #link: Float64Array;

  constructor(arima: ArimaProcess) {
    this.#inner = stateSize(arima);
    this.#size = this.#inner + arima.delta.length;
    this.#phi = new Float64Array(this.#inner);
    this.#phi.set(arima.phi);
    this.#shocks = shockWeights(arima);
    this.#observed = [
      { at: 0, weight: 1 },
      ...nonZero(arima.delta).map(({ lag, weight }) => ({ at: this.#inner + lag - 1, weight })),
    ];
    this.state = new Float64Array(this.#size);
    this.covariance = new Float64Array(this.#size ** 2);
    this.#moved = new Float64Array(this.#size ** 2);
    this.#link = new Float64Array(this.#size);
  }

  begin(stationary: Float64Array): void {
    const [inner, size] = [this.#inner, this.#size];
    for (let i = 0; i < inner; i++) this.covariance.set(stationary.subarray(i * inner, (i + 1) * inner), i * size);
    for (let i = inner; i < size; i++) this.covariance[i * size + i] = UNKNOWN;
  }

  expected(): number {
    let sum = 0;
    for (const { at, weight } of this.#observed) sum += weight * (this.state[at] as number);
    return sum;
  }

  /** Variance of the value's error; keeps the covariances of the state with the value for `learn`. */
  variance(): number {
    const [link, size, covariance] = [this.#link, this.#size, this.covariance];
    link.fill(0);
    for (const { at, weight } of this.#observed) {
      for (let i = 0; i < size; i++) link[i] = (link[i] as number) + weight * (covariance[at * size + i] as number);
    }
    let sum = 0;
    for (const { at, weight } of this.#observed) sum += weight * (link[at] as number);
    return sum;
  }

  learn(error: number, variance: number): void {
    const [link, size, covariance] = [this.#link, this.#size, this.covariance];
    for (let i = 0; i < size; i++) {
      const share = (link[i] as number) / variance;
      if (share === 0) continue;
      this.state[i] = (this.state[i] as number) + share * error;
      for (let j = 0; j < size; j++) {
        covariance[i * size + j] = (covariance[i * size + j] as number) - share * (link[j] as number);
      }
    }
  }

  /** One step in time: state T a, covariance T P T' + R R', where T shifts and fills a row of each block. */
  advance(): void {
    const [inner, size, covariance, moved] = [this.#inner, this.#size, this.covariance, this.#moved];
    const last = this.expected();
    const first = this.state[0] as number;
    for (let i = size - 1; i > inner; i--) this.state[i] = this.state[i - 1] as number;
    if (size > inner) this.state[inner] = last;
    for (let i = 0; i < inner; i++) {
      this.state[i] = (this.#phi[i] as number) * first + (i + 1 < inner ? (this.state[i + 1] as number) : 0);
    }
    for (let i = 0; i < size; i++) this.#moveRow(i);
    for (let i = 0; i < size; i++) this.#moveColumns(i * size);
    for (let i = 0; i < inner; i++) {
      const shock = this.#shocks[i] as number;
      if (shock === 0) continue;
      for (let j = 0; j < inner; j++) {
        covariance[i * size + j] = (covariance[i * size + j] as number) + shock * (this.#shocks[j] as number);
      }
    }
    moved.fill(0);
  }

  /** Row `i` of T P into the workspace. */
  #moveRow(i: number): void {
    const [inner, size, covariance, moved] = [this.#inner, this.#size, this.covariance, this.#moved];
    const row = i * size;
    if (i > inner) {
      moved.set(covariance.subarray(row - size, row), row);
      return;
    }
    if (i === inner) {
      for (const { at, weight } of this.#observed) {
        for (let j = 0; j < size; j++) {
          moved[row + j] = (moved[row + j] as number) + weight * (covariance[at * size + j] as number);
        }
      }
      return;
    }
    const weight = this.#phi[i] as number;
    const shifted = i + 1 < inner;
    for (let j = 0; j < size; j++) {
      moved[row + j] = weight * (covariance[j] as number) + (shifted ? (covariance[row + size + j] as number) : 0);
    }
  }

  /** A row of the workspace times T', into the covariance. */
  #moveColumns(row: number): void {
    const [inner, size, covariance, moved] = [this.#inner, this.#size, this.covariance, this.#moved];
    const first = moved[row] as number;
    for (let j = 0; j < inner - 1; j++) {
      covariance[row + j] = (this.#phi[j] as number) * first + (moved[row + j + 1] as number);
    }
    covariance[row + inner - 1] = (this.#phi[inner - 1] as number) * first;
    if (size === inner) return;
    let sum = 0;
    for (const { at, weight } of this.#observed) sum += weight * (moved[row + at] as number);
    covariance[row + inner] = sum;
    for (let j = inner + 1; j < size; j++) covariance[row + j] = moved[row + j - 1] as number;
  }
}
