import { stateOf } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, PredictOptions } from "../forecaster.ts";
import { DEFAULT_LEVELS, normalHalfWidth } from "../prediction-interval.ts";

export interface AutoregressionState {
  readonly model: "autoregression";
  readonly lags: readonly number[];
  readonly logarithms: boolean;
  /** Steps of the season whose change is predicted; 0 where the value itself is. */
  readonly season: number;
  /** Of the values, or their changes, before they were standardised. */
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
  /** Of the standardised values, or changes, one per lag. */
  readonly coefficients: readonly number[];
  readonly intercept: number;
  readonly sigma2: number;
  /** The series, without gaps, in logarithms where those were taken. */
  readonly scaled: readonly number[];
}

/** Makes the model again that `toJson` of an autoregression described. */
export function autoregressionFromJson(json: unknown): FittedForecaster {
  return new FittedAutoregression(stateOf<AutoregressionState>(json, "autoregression"));
}

export class FittedAutoregression implements FittedForecaster {
  private readonly state: AutoregressionState;
  readonly fitted: Float64Array;

  constructor(state: AutoregressionState) {
    this.state = state;
    this.fitted = this.oneStepAhead();
  }

  get method(): string {
    const { lags, logarithms, season } = this.state;
    const of = `${season > 0 ? `changes over ${season} steps` : "values"}${logarithms ? " (logarithms)" : ""}`;
    return `Autoregression of ${of} on ${lags.length} lags up to ${lags.at(-1) ?? 0}`;
  }

  get diagnostics(): Diagnostics {
    const { lags, coefficients, intercept, sigma2, sd } = this.state;
    const parameters = [
      { name: "intercept", value: intercept, se: null },
      ...coefficients.map((value, i) => ({ name: `lag ${lags[i]}`, value, se: null })),
    ];
    return { parameters, logLik: null, aic: null, aicc: null, bic: null, sigma2: sigma2 * sd * sd };
  }

  predict(steps: number, { levels = DEFAULT_LEVELS }: PredictOptions = {}): Forecast {
    const { season, sd, sigma2, scaled, logarithms } = this.state;
    const past = this.standardised();
    const path = Float64Array.from([...past, ...new Array<number>(steps).fill(0)]);
    const [least, most] = [past.reduce((a, b) => Math.min(a, b)), past.reduce((a, b) => Math.max(a, b))];
    // what grew beyond anything seen would grow on, step by step
    for (let i = past.length; i < path.length; i++)
      path[i] = Math.min(most + 1, Math.max(least - 1, this.next(path, i)));
    const values = Float64Array.from([...scaled, ...new Array<number>(steps).fill(0)]);
    for (let h = 0; h < steps; h++) {
      const change = (path[past.length + h] as number) * sd + this.state.mean;
      values[scaled.length + h] = change + (season > 0 ? (values[scaled.length + h - season] as number) : 0);
    }
    const middle = values.subarray(scaled.length);
    const se = this.spread(steps).map((spread) => Math.sqrt(sigma2) * sd * spread);
    const back = (value: number): number => (logarithms ? Math.exp(value) : value);
    const ends = (sign: number, level: number): Float64Array =>
      middle.map((value, h) => back(value + sign * normalHalfWidth(level) * (se[h] as number)));
    return {
      mean: middle.map(back),
      intervals: levels.map((level) => ({ level, low: ends(-1, level), high: ends(1, level) })),
      components: {},
    };
  }

  toJson(): unknown {
    return this.state;
  }

  /** The values, or changes, that the regression is of. */
  private standardised(): Float64Array {
    const { scaled, season, mean, sd } = this.state;
    const changes = season === 0 ? scaled : scaled.slice(season).map((value, i) => value - (scaled[i] as number));
    return Float64Array.from(changes, (value) => (value - mean) / sd);
  }

  private next(path: Float64Array, at: number): number {
    const { lags, coefficients, intercept } = this.state;
    let sum = intercept;
    for (const [j, lag] of lags.entries()) sum += (coefficients[j] as number) * (path[at - lag] as number);
    return sum;
  }

  /** Standard deviation of the error of each step, in errors of one step. */
  private spread(steps: number): Float64Array {
    const { lags, coefficients, season } = this.state;
    const impulse = new Float64Array(steps);
    const total = new Float64Array(steps);
    const spread = new Float64Array(steps);
    let variance = 0;
    for (let h = 0; h < steps; h++) {
      let value = h === 0 ? 1 : 0;
      for (const [j, lag] of lags.entries())
        if (h >= lag) value += (coefficients[j] as number) * (impulse[h - lag] as number);
      impulse[h] = value;
      total[h] = value + (season > 0 && h >= season ? (total[h - season] as number) : 0);
      variance += (total[h] as number) ** 2;
      spread[h] = Math.sqrt(variance);
    }
    return spread;
  }

  private oneStepAhead(): Float64Array {
    const { scaled, season, mean, sd, lags, logarithms } = this.state;
    const path = this.standardised();
    const first = Math.max(...lags);
    return Float64Array.from(scaled, (_, i) => {
      if (i - season < first) return Number.NaN;
      const value = this.next(path, i - season) * sd + mean + (season > 0 ? (scaled[i - season] as number) : 0);
      return logarithms ? Math.exp(value) : value;
    });
  }
}
