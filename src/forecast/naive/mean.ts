import { momentsOf } from "../../stats/descriptive/moments.ts";
import { studentT } from "../../stats/distributions/student-t.ts";
import { undetermined } from "../../stats/inference.ts";
import { requireBetween } from "../../stats/input.ts";
import { fromPlain, type PlainNumbers, stateOf, toPlain } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Forecaster, PredictOptions } from "../forecaster.ts";
import { symmetricIntervals } from "../prediction-interval.ts";
import { withoutLikelihood } from "./no-likelihood.ts";

const METHOD = "Mean";

interface MeanState {
  readonly model: "mean";
  readonly n: number;
  readonly mean: number;
  readonly sigma2: number;
  readonly fitted: PlainNumbers;
}

/** Every future value is the mean of those known, with intervals of Student's t: R's `meanf`, with missing values not counted. */
export function mean(): Forecaster {
  return {
    id: "mean",
    fit({ values }) {
      const known = values.filter((value) => !Number.isNaN(value));
      if (known.length < 2) return undetermined(METHOD, known.length, `${known.length} known values; 2 are needed`);
      const { mean: level, m2 } = momentsOf(known);
      const sigma2 = m2 / (known.length - 1);
      const fitted = toPlain(values.map(() => level));
      const model = new MeanModel({ model: "mean", n: known.length, mean: level, sigma2, fitted });
      const warnings = sigma2 === 0 ? ["the values are all the same: the intervals have no width"] : [];
      const assumptions = ["values are independent and close to normal"];
      return { status: "ok", method: METHOD, n: known.length, assumptions, warnings, model };
    },
  };
}

/** Makes the model again that `toJson` of a mean described. */
export function meanFromJson(json: unknown): FittedForecaster {
  return new MeanModel(stateOf<MeanState>(json, "mean"));
}

class MeanModel implements FittedForecaster {
  private readonly state: MeanState;
  readonly method = METHOD;
  readonly fitted: Float64Array;

  constructor(state: MeanState) {
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get diagnostics(): Diagnostics {
    const { mean: value, sigma2, n } = this.state;
    return withoutLikelihood([{ name: "mean", value, se: Math.sqrt(sigma2 / n) }], sigma2);
  }

  predict(steps: number, { levels }: PredictOptions = {}): Forecast {
    const { n, mean: value, sigma2 } = this.state;
    const forecast = new Float64Array(steps).fill(value);
    const se = new Float64Array(steps).fill(Math.sqrt(sigma2 * (1 + 1 / n)));
    const t = studentT(n - 1);
    const intervals = symmetricIntervals({ mean: forecast, se }, levels, (level) => {
      requireBetween(level, [0, 1], "level of an interval");
      return t.upperQuantile((1 - level) / 2);
    });
    return { mean: forecast, intervals, components: {} };
  }

  toJson(): unknown {
    return this.state;
  }
}
