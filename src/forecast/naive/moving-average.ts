import { undetermined } from "../../stats/inference.ts";
import { requireCounts } from "../../stats/input.ts";
import { fromPlain, type PlainNumbers, stateOf, toPlain } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Forecaster, PredictOptions } from "../forecaster.ts";
import { symmetricIntervals } from "../prediction-interval.ts";
import { withoutLikelihood } from "./no-likelihood.ts";

const DEFAULT_ORDER = 7;

interface MovingAverageState {
  readonly model: "moving-average";
  readonly sigma2: number;
  /** The last values, one per step averaged, the newest last. */
  readonly last: readonly number[];
  readonly fitted: PlainNumbers;
}

/**
 * Each value is the mean of the `order` before it; beyond the first step the forecasts themselves are averaged. That is
 * an autoregression with equal weights (Svetunkov and Petropoulos 2018), which gives the intervals. A missing value
 * counts as its own forecast.
 * @param options.order steps averaged; default the shortest period of the series, 7 when it has none
 */
export function movingAverage(options: { readonly order?: number } = {}): Forecaster {
  return {
    id: "moving-average",
    fit({ values, periods }) {
      const order = options.order ?? periods[0] ?? DEFAULT_ORDER;
      requireCounts([order - 1], "order of a moving average, less 1,");
      const method = `Moving average of ${order}`;
      const first = values.findIndex((value) => !Number.isNaN(value));
      const { fitted, filled, squares, count } = averages(values, { order, first });
      const known = values.filter((value) => !Number.isNaN(value)).length;
      if (count < 1 || filled.subarray(-order).includes(Number.NaN)) {
        return undetermined(method, known, `${known} known values; more than ${order} without a gap are needed`);
      }
      const last = [...filled.subarray(filled.length - order)];
      const sigma2 = squares / count;
      const model = new MovingAverage({ model: "moving-average", sigma2, last, fitted: toPlain(fitted) });
      const warnings = sigma2 === 0 ? ["the residuals are all 0: the intervals have no width"] : [];
      const assumptions = ["what the average leaves is independent and close to normal"];
      return { status: "ok", method, n: known, assumptions, warnings, model };
    },
  };
}

/** Makes the model again that `toJson` of a moving average described. */
export function movingAverageFromJson(json: unknown): FittedForecaster {
  return new MovingAverage(stateOf<MovingAverageState>(json, "moving-average"));
}

interface Averages {
  readonly fitted: Float64Array;
  readonly filled: Float64Array;
  readonly squares: number;
  readonly count: number;
}

function averages(
  values: Float64Array,
  { order, first }: { readonly order: number; readonly first: number },
): Averages {
  const fitted = new Float64Array(values.length).fill(Number.NaN);
  const filled = values.slice();
  let [squares, count] = [0, 0];
  for (let i = Math.max(first, 0) + order; i < values.length; i++) {
    const average = meanOf(filled.subarray(i - order, i));
    fitted[i] = average;
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      filled[i] = average;
    } else if (!Number.isNaN(average)) {
      squares += (value - average) ** 2;
      count++;
    }
  }
  return { fitted, filled, squares, count };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

class MovingAverage implements FittedForecaster {
  private readonly state: MovingAverageState;
  readonly fitted: Float64Array;

  constructor(state: MovingAverageState) {
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get method(): string {
    return `Moving average of ${this.state.last.length}`;
  }

  get diagnostics(): Diagnostics {
    return withoutLikelihood([], this.state.sigma2);
  }

  predict(steps: number, { levels }: PredictOptions = {}): Forecast {
    const { last, sigma2 } = this.state;
    const order = last.length;
    const path = Float64Array.from([...last, ...new Array<number>(steps).fill(0)]);
    /** What a shock of 1 leaves after 0, 1, 2 ... steps. */
    const shock = new Float64Array(steps);
    const se = new Float64Array(steps);
    let variance = 0;
    for (let h = 0; h < steps; h++) {
      path[order + h] = meanOf(path.subarray(h, h + order));
      const recent = shock.subarray(Math.max(0, h - order), h);
      shock[h] = h === 0 ? 1 : recent.reduce((sum, value) => sum + value, 0) / order;
      variance += (shock[h] as number) ** 2;
      se[h] = Math.sqrt(sigma2 * variance);
    }
    const mean = path.slice(order);
    return { mean, intervals: symmetricIntervals({ mean, se }, levels), components: {} };
  }

  toJson(): unknown {
    return this.state;
  }
}
