import { median } from "../../stats/descriptive/quantile.ts";
import type { FittedForecaster, Forecast, Forecaster, PredictOptions, Series } from "../forecaster.ts";

/** A kind of event that is known beforehand, and the steps it happens in, past and future. */
export interface KnownEvent {
  readonly name: string;
  /** Starts of its steps in milliseconds since 1970 UTC, as the series has them. */
  readonly times: readonly number[];
}

interface Effect {
  readonly name: string;
  /** What the event adds to a step, in the unit of the series. */
  readonly value: number;
  readonly at: ReadonlySet<number>;
}

/**
 * Any model, knowing of events: it is fitted to the series as it would be without them, and adds to each step of a kind
 * of event the median of what earlier ones added. What would have been is the mean of the nearest steps one season
 * before and after that have no event. A kind without a past step adds nothing, and a warning says so.
 */
export function withEvents(inner: Forecaster, events: readonly KnownEvent[]): Forecaster {
  if (events.length === 0) return inner;
  const sets = events.map(({ name, times }) => ({ name, at: new Set(times) }));
  return {
    id: inner.id,
    fit: (series) => {
      const { clean, effects, unknown } = withoutEvents(series, sets);
      const fit = inner.fit({ ...series, values: clean });
      if (fit.status !== "ok") return fit;
      const warnings = unknown.map((name) => `nothing is known of what ${name} adds: it has no step in the past`);
      return { ...fit, warnings: [...fit.warnings, ...warnings], model: eventful(fit.model, effects, series) };
    },
  };
}

function withoutEvents(
  { values, times, periods }: Series,
  events: readonly { readonly name: string; readonly at: ReadonlySet<number> }[],
): { readonly clean: Float64Array; readonly effects: readonly Effect[]; readonly unknown: readonly string[] } {
  const at = (i: number): number => times?.[i] ?? Number.NaN;
  const marked = Array.from(values, (_, i) => events.some((event) => event.at.has(at(i))));
  const season = Math.max(1, periods.at(-1) ?? periods[0] ?? 1);
  const usable = (i: number): boolean => marked[i] === false && Number.isFinite(values[i]);
  const nearest = (from: number, step: number): number => {
    for (let i = from + step; i >= 0 && i < values.length; i += step) if (usable(i)) return values[i] ?? Number.NaN;
    return Number.NaN;
  };
  const clean = values.map((value, i) => {
    if (marked[i] !== true) return value;
    const sides = [nearest(i, -season), nearest(i, season)].filter(Number.isFinite);
    const near = sides.length > 0 ? sides : [nearest(i, -1), nearest(i, 1)].filter(Number.isFinite);
    return near.length === 0 ? value : near.reduce((sum, side) => sum + side, 0) / near.length;
  });
  const effects = events.map((event): Effect => {
    const added = [...values].map((value, i) => (event.at.has(at(i)) ? value - (clean[i] ?? 0) : Number.NaN));
    return { ...event, value: median(added.filter(Number.isFinite)) ?? Number.NaN };
  });
  const unknown = effects.filter(({ value }) => Number.isNaN(value)).map(({ name }) => name);
  return { clean, effects: effects.filter(({ value }) => !Number.isNaN(value)), unknown };
}

function eventful(model: FittedForecaster, effects: readonly Effect[], { times }: Series): FittedForecaster {
  const added = ({ at, value }: Effect, steps: Float64Array | undefined, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => (at.has(steps?.[i] ?? Number.NaN) ? value : 0));
  const sum = (base: Float64Array, parts: readonly Float64Array[]): Float64Array =>
    base.map((value, i) => parts.reduce((total, part) => total + (part[i] ?? 0), value));
  const parameters = effects.map(({ name, value }) => ({ name: `event ${name}`, value, se: null }));
  return {
    ...{ method: model.method, toJson: () => ({ model: "events", effects: parameters, inner: model.toJson() }) },
    fitted: sum(
      model.fitted,
      effects.map((effect) => added(effect, times, model.fitted.length)),
    ),
    diagnostics: { ...model.diagnostics, parameters: [...model.diagnostics.parameters, ...parameters] },
    predict: (steps: number, options: PredictOptions = {}): Forecast => {
      const { mean, intervals, components } = model.predict(steps, options);
      const parts = effects.map((effect) => ({ name: effect.name, values: added(effect, options.times, steps) }));
      const shifted = (values: Float64Array): Float64Array =>
        sum(
          values,
          parts.map((part) => part.values),
        );
      return {
        mean: shifted(mean),
        intervals: intervals.map(({ level, low, high }) => ({ level, low: shifted(low), high: shifted(high) })),
        components: {
          ...components,
          ...Object.fromEntries(parts.map(({ name, values }) => [`event ${name}`, values])),
        },
      };
    },
  };
}
