import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { toPlain } from "../fitted-state.ts";
import type { Forecaster, Series } from "../forecaster.ts";
import { changepointPlaces } from "./changepoint-places.ts";
import { requireOptions } from "./checked-options.ts";
import { boundsAt, type ComposedState, compose } from "./components.ts";
import { Curve } from "./curve.ts";
import { plainDated, requireKnown, valuesAt } from "./dated-values.ts";
import { type Effects, type Feature, featuresAt } from "./features.ts";
import { FittedProphet, requireFeatures } from "./fitted-prophet.ts";
import { holidayWindows } from "./holiday-windows.ts";
import { type MapEstimate, mapEstimate, NO_NOISE } from "./map-estimate.ts";
import { type ProphetOptions, type ResolvedOptions, withDefaults } from "./options.ts";
import { type ProphetState, type Scale, scaledTimes } from "./prophet-state.ts";
import { fixedRegressor } from "./regressor-scale.ts";
import { seasonalitiesFor } from "./seasonality.ts";
import { startOf } from "./start.ts";
import { wallClock } from "./wall-clock.ts";

const METHOD = "Prophet";

/**
 * Prophet (Taylor and Letham 2018): a trend that changes its rate at some of many places, seasons as Fourier series,
 * holidays and regressors, estimated as the most probable parameters. Undetermined without times, with fewer than two
 * values, or when the curve can go through all of them.
 * @throws AppError USAGE for options that make no model; `fit` and `predict` for known values that are missing
 */
export function prophet(options: ProphetOptions = {}): Forecaster {
  const resolved = withDefaults(options);
  requireOptions(resolved);
  return { id: "prophet", fit: (series) => fitted(series, resolved) };
}

function fitted(series: Series, options: ResolvedOptions): Inferred<{ readonly model: FittedProphet }> {
  const history = observed(series);
  const n = history?.values.length ?? 0;
  if (series.times === undefined || history === null) return undetermined(METHOD, n, "the series has no times");
  if (n < 2) return undetermined(METHOD, n, "fewer than two values");
  const scale = scaleOf(history, options);
  const effects = effectsOf(history.times, options);
  const features = featuresAt(effects, series.times);
  const known = features.map((feature) => ({ ...feature, values: pick(feature.values, history.rows) }));
  requireFeatures(known, history.times);
  const shape = { growth: options.growth, cap: options.cap ?? null, floor: options.floor, scale };
  const places = changepointPlaces(options, history.times);
  const changepoints = Array.from(scaledTimes(Float64Array.from(places), scale));
  const estimate = estimated(history, { options, shape, changepoints, features: known });
  const size = known.length + changepoints.length + 2;
  if (estimate === null || (estimate.sigma <= NO_NOISE && !estimate.constant && n <= size)) {
    return undetermined(METHOD, n, `${n} values cannot tell ${size} coefficients from noise`);
  }
  const composed = { ...shape, changepoints, ...estimate };
  const state = stateOf(series.times, { options, composed, effects, features, sigma: estimate.sigma });
  return {
    ...{ status: "ok", method: METHOD, n, warnings: warningsOf(estimate, changepoints.length, options) },
    assumptions: [
      "past changes of the trend show how often and how much it will change",
      "seasons keep their shape",
      "errors are independent and normal with one variance",
    ],
    model: new FittedProphet(state),
  };
}

interface History {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Their steps in the series. */
  readonly rows: readonly number[];
}

/** Null without times. @throws AppError USAGE unless there is one time per value, in ascending order */
function observed({ values, times }: Series): History | null {
  if (times === undefined) return null;
  const ascends = times.every((time, i) => i === 0 || time > (times[i - 1] as number));
  if (times.length !== values.length || !ascends) {
    throw new AppError("USAGE", `prophet: ${times.length} times stand beside ${values.length} values`, {
      hint: "give the start of each step of the series, in ascending order",
    });
  }
  const rows = Array.from(values.keys()).filter((i) => Number.isFinite(values[i]));
  return { times: pick(times, rows), values: pick(values, rows), rows };
}

function pick(values: Float64Array, rows: readonly number[]): Float64Array {
  return rows.length === values.length ? values : Float64Array.from(rows, (row) => values[row] as number);
}

function scaleOf({ times, values }: History, { growth, floor }: ResolvedOptions): Scale {
  const floors = growth === "logistic" ? valuesAt(floor, times) : new Float64Array(times.length);
  requireKnown(floors, times, "the floor");
  const largest = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (floors[i] as number))), 0);
  const startMs = times[0] as number;
  return { startMs, spanMs: (times.at(-1) as number) - startMs, value: largest === 0 ? 1 : largest };
}

function effectsOf(times: Float64Array, options: ResolvedOptions): Effects {
  const { holidays, holidaysPriorScale, seasonalityMode, regressors, zone } = options;
  return {
    seasonalities: seasonalitiesFor(options, wallClock(times, zone)),
    holidays: holidayWindows(holidays, holidaysPriorScale),
    holidayMode: seasonalityMode,
    regressors: regressors.map((regressor) => {
      const values = valuesAt(regressor, times);
      requireKnown(values, times, regressor.name);
      return fixedRegressor(regressor, values, options);
    }),
    zone,
  };
}

interface Model {
  readonly options: ResolvedOptions;
  readonly shape: Pick<ProphetState, "growth" | "cap" | "floor" | "scale">;
  readonly changepoints: readonly number[];
  readonly features: readonly Feature[];
}

type Estimated = Pick<ProphetState, "rate" | "offset" | "changes" | "coefficients" | "sigma"> & {
  readonly constant: boolean;
  readonly converged: boolean;
};

function estimated({ times, values }: History, { options, shape, changepoints, features }: Model): Estimated | null {
  const { growth, scale } = shape;
  const { cap, floor } = boundsAt(shape, times);
  const y = values.map((value, i) => (value - (floor[i] as number)) / scale.value);
  const t = scaledTimes(times, scale);
  if (growth !== "logistic" && y.every((value) => value === y[0])) {
    const zeros = { changes: changepoints.map(() => 0), coefficients: features.map(() => 0) };
    return { rate: 0, offset: y[0] as number, ...zeros, sigma: 0, constant: true, converged: true };
  }
  const curve = new Curve({ growth, t, cap, changepoints, features });
  const found: MapEstimate | null = mapEstimate(
    { curve, y, changeScale: options.changepointPriorScale },
    startOf(curve, y),
  );
  if (found === null) return null;
  const { rate, offset, coefficients, changes } = curve.partsOf(found.parameters);
  const { sigma, converged } = found;
  const plain = { changes: Array.from(changes), coefficients: Array.from(coefficients) };
  return { rate, offset, ...plain, sigma, constant: false, converged };
}

interface Fitted {
  readonly options: ResolvedOptions;
  readonly composed: ComposedState;
  readonly effects: Effects;
  /** At every step of the series. */
  readonly features: readonly Feature[];
  readonly sigma: number;
}

function stateOf(times: Float64Array, { options, composed, effects, features, sigma }: Fitted): ProphetState {
  const lastMs = times.at(-1) as number;
  const stepMs = evenStep(times);
  const { growth, cap, floor, scale, changepoints, rate, offset, changes, coefficients } = composed;
  return {
    model: "prophet",
    ...{ growth, scale, changepoints, rate, offset, changes, coefficients, sigma, samples: options.samples, stepMs },
    ...{ lastMs, cap: cap === null ? null : plainDated(cap), floor: plainDated(floor) },
    effects: {
      ...effects,
      seasonalities: effects.seasonalities.map((seasonality) => {
        const { condition } = seasonality;
        return condition !== null && "times" in condition
          ? { ...seasonality, condition: plainDated(condition) }
          : seasonality;
      }),
      regressors: effects.regressors.map((regressor) => ({ ...regressor, known: plainDated(regressor.known) })),
    },
    fitted: toPlain(compose(composed, features, times).mean),
  };
}

function evenStep(times: Float64Array): number | null {
  const step = (times[1] as number) - (times[0] as number);
  const isEven = times.every((time, i) => i === 0 || time - (times[i - 1] as number) === step);
  return isEven ? step : null;
}

function warningsOf({ converged, sigma, constant }: Estimated, changepoints: number, options: ResolvedOptions) {
  const { growth, changepoints: given, changepointCount } = options;
  const fewer = growth !== "flat" && given === undefined && changepoints < changepointCount;
  return [
    ...(fewer ? [`the history has room for ${changepoints} changepoints, not ${changepointCount}`] : []),
    ...(converged ? [] : ["the search for the most probable parameters ended before its goal"]),
    ...(constant ? ["all values are equal: the intervals have no width"] : []),
    ...(!constant && sigma <= NO_NOISE ? ["the curve goes through every value: the intervals hold no noise"] : []),
  ];
}
