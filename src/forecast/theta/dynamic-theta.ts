/** The parameters of a dynamic optimised Theta model. */
export interface DynamicThetaParameters {
  /** Level before the first value. */
  readonly level: number;
  readonly alpha: number;
  /** 1 is simple exponential smoothing; 2 the classical Theta method. */
  readonly theta: number;
}

/** States after t values. */
export interface DynamicThetaState {
  readonly t: number;
  /** What (1 - alpha)^t leaves of the first level. */
  readonly kept: number;
  readonly level: number;
  readonly mean: number;
  /** Of the least squares line through all values so far. */
  readonly intercept: number;
  readonly slope: number;
}

/** States after the first value. */
export function firstState(value: number, { alpha, level }: DynamicThetaParameters): DynamicThetaState {
  return { t: 1, kept: 1 - alpha, level: alpha * value + (1 - alpha) * level, mean: value, intercept: value, slope: 0 };
}

/** The forecast of the next value: equation 13 of Fiorucci et al. (2016). */
export function nextForecast(state: DynamicThetaState, { alpha, theta }: DynamicThetaParameters): number {
  const steps = (1 - state.kept * (1 - alpha)) / alpha;
  return state.level + (1 - 1 / theta) * (state.kept * state.intercept + steps * state.slope);
}

export function afterValue(state: DynamicThetaState, value: number, alpha: number): DynamicThetaState {
  const t = state.t + 1;
  const mean = ((t - 1) * state.mean + value) / t;
  const slope = ((t - 2) * state.slope + (6 / t) * (value - state.mean)) / (t + 1);
  return {
    t,
    kept: state.kept * (1 - alpha),
    level: alpha * value + (1 - alpha) * state.level,
    mean,
    slope,
    intercept: mean - (slope * (t + 1)) / 2,
  };
}
