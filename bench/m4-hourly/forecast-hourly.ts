import { coverage, errorScale, scaledError, symmetricMape } from "../../src/forecast/backtest/accuracy.ts";
import { automatic } from "../../src/forecast/choice/automatic.ts";
import { remembered } from "../../src/forecast/choice/remembered.ts";
import type { Forecaster } from "../../src/forecast/forecaster.ts";
import { CHOOSING_FOLDS, type ModelName, modelNamed, usualCandidates } from "../../src/forecast/judge/models.ts";
import { HORIZON, type HourlySeries, hourlySeries, PERIODS } from "./hourly-series.ts";

export interface HourlyInput {
  readonly model: ModelName | "auto";
  /** Every so many-th series. */
  readonly every: number;
  /** Of these every `of`-th, beginning with number `part`. */
  readonly part: number;
  readonly of: number;
}

/** How good one forecast was: percent, in errors of seasonal naive, and shares of values inside. */
export interface HourlyScore {
  readonly id: string;
  readonly smape: number;
  readonly mase: number;
  readonly inside80: number;
  readonly inside95: number;
}

/** Forecasts series by one model; where it is undetermined, by seasonal naive. */
export async function forecastHourly({ model, every, part, of }: HourlyInput): Promise<readonly HourlyScore[]> {
  return hourlySeries(every)
    .filter((_, i) => i % of === part)
    .map((series) => scored(series, model));
}

function scored({ id, training, test }: HourlySeries, name: HourlyInput["model"]): HourlyScore {
  const baseline = remembered(modelNamed("seasonal-naive"));
  const model = name === "auto" ? chosen(baseline) : modelNamed(name);
  const series = { values: training, periods: PERIODS };
  const fit = [model, baseline].map((one) => one.fit(series)).find(({ status }) => status === "ok");
  if (fit === undefined || fit.status !== "ok") throw new RangeError(`${id} cannot be forecast`);
  const { mean, intervals } = fit.model.predict(HORIZON, { levels: [0.8, 0.95] });
  const floor = training.every((value) => value >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  const forecast = mean.map((value) => Math.max(floor, value));
  const [narrow, wide] = intervals.map((interval) => coverage(test, interval) ?? 0);
  return {
    id,
    smape: symmetricMape(test, forecast) ?? Number.NaN,
    mase: scaledError(test, forecast, errorScale(training, PERIODS[0])) ?? Number.NaN,
    inside80: narrow ?? Number.NaN,
    inside95: wide ?? Number.NaN,
  };
}

/** As the analysis `forecast` chooses. */
function chosen(baseline: Forecaster): Forecaster {
  return automatic({
    candidates: usualCandidates(PERIODS),
    baseline,
    plan: { horizon: HORIZON, folds: CHOOSING_FOLDS },
  });
}
