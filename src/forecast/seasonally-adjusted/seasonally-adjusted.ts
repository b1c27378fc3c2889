import { type Inferred, undetermined } from "../../stats/inference.ts";
import { fillGaps } from "../calendar/fill-gaps.ts";
import type { Season } from "../decomposition/decomposition.ts";
import { mstl } from "../decomposition/mstl.ts";
import { fromPlain, type PlainNumbers, stateOf, toPlain } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Forecaster, PredictOptions, Series } from "../forecaster.ts";

export interface SeasonalAdjustmentOptions {
  /** Outliers count less in the decomposition. */
  readonly robust?: boolean;
  /** Cycles each season is smoothed over, shortest period first; default 11, 15, 19 ... as R's `mstl`. */
  readonly seasonalWindows?: readonly (number | "periodic")[];
}

interface SeasonallyAdjustedState {
  readonly model: "seasonally-adjusted";
  readonly inner: unknown;
  /** The last cycle of each season; the first value belongs to the first forecast step. */
  readonly cycles: readonly (readonly number[])[];
  readonly fitted: PlainNumbers;
}

/**
 * Any forecaster on the series without its seasons, which STL (one period) or MSTL (several) finds; each season goes on as in its last
 * cycle: R's `stlm`, for seasons of any length. The intervals are those of the inner model: the seasons count as known.
 * Gaps are filled for the decomposition only; the inner model sees them.
 */
export function seasonallyAdjusted(inner: Forecaster, options: SeasonalAdjustmentOptions = {}): Forecaster {
  return { id: `stl-${inner.id}`, fit: (series) => fitAdjusted(inner, series, options) };
}

/** Makes the model again that `toJson` described. @param innerFromJson the same function of the inner model */
export function seasonallyAdjustedFromJson(
  json: unknown,
  innerFromJson: (json: unknown) => FittedForecaster,
): FittedForecaster {
  const state = stateOf<SeasonallyAdjustedState>(json, "seasonally-adjusted");
  return new SeasonallyAdjusted(innerFromJson(state.inner), state);
}

function fitAdjusted(
  inner: Forecaster,
  series: Series,
  options: SeasonalAdjustmentOptions,
): Inferred<{ readonly model: FittedForecaster }> {
  const { values, periods } = series;
  const known = values.filter((value) => !Number.isNaN(value)).length;
  const filled = fillGaps(values, periods[0] ?? 1).values;
  const usable = periods.filter((period) => period > 1 && 2 * period < values.length);
  const parts = usable.length === 0 ? null : mstl(filled, { periods: usable, ...options });
  if (parts?.status === "undetermined") return undetermined(`STL + ${inner.id}`, known, parts.reason);
  const seasons = parts?.seasons ?? [];
  const effects = values.map((_, t) => seasons.reduce((sum, season) => sum + (season.values[t] as number), 0));
  const adjusted = values.map((value, t) => value - (effects[t] as number));
  const answer = inner.fit({ ...series, values: adjusted, periods: [] });
  if (answer.status === "undetermined") return answer;
  const model = new SeasonallyAdjusted(answer.model, {
    model: "seasonally-adjusted",
    inner: answer.model.toJson(),
    cycles: seasons.map(lastCycle),
    fitted: toPlain(answer.model.fitted.map((value, t) => value + (effects[t] as number))),
  });
  const left = periods.filter((period) => !usable.includes(period));
  const warnings = left.map((period) => `period ${period} is left out: the series is not longer than two cycles of it`);
  return {
    ...answer,
    method: model.method,
    assumptions: [...answer.assumptions, "each season goes on as in its last cycle"],
    warnings: [...answer.warnings, ...warnings],
    model,
  };
}

function lastCycle({ period, values }: Season): readonly number[] {
  return [...values.subarray(values.length - period)];
}

class SeasonallyAdjusted implements FittedForecaster {
  private readonly inner: FittedForecaster;
  private readonly state: SeasonallyAdjustedState;
  readonly fitted: Float64Array;

  constructor(inner: FittedForecaster, state: SeasonallyAdjustedState) {
    this.inner = inner;
    this.state = state;
    this.fitted = fromPlain(state.fitted);
  }

  get method(): string {
    const { length } = this.state.cycles;
    return length === 0 ? this.inner.method : `${length === 1 ? "STL" : "MSTL"} + ${this.inner.method}`;
  }

  /** Of the inner model. */
  get diagnostics(): Diagnostics {
    return this.inner.diagnostics;
  }

  /** Components: those of the inner model, and `season <period>` for each season. */
  predict(steps: number, options: PredictOptions = {}): Forecast {
    const { mean, intervals, components } = this.inner.predict(steps, options);
    const seasons = this.state.cycles.map((cycle) => mean.map((_, h) => cycle[h % cycle.length] as number));
    const plus = (values: Float64Array): Float64Array =>
      values.map((value, h) => seasons.reduce((sum, season) => sum + (season[h] as number), value));
    const named = seasons.map((season, i): [string, Float64Array] => [
      `season ${this.state.cycles[i]?.length}`,
      season,
    ]);
    return {
      mean: plus(mean),
      intervals: intervals.map(({ level, low, high }) => ({ level, low: plus(low), high: plus(high) })),
      components: { ...components, ...Object.fromEntries(named) },
    };
  }

  toJson(): unknown {
    return this.state;
  }
}
