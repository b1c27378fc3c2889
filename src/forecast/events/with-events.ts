import { median, quantile } from "../../stats/descriptive/quantile.ts";
import type { FittedForecaster, Forecast, Forecaster, Parameter, PredictOptions, Series } from "../forecaster.ts";
import { eventColumn, eventTerm, type KnownEvent, occurrences, withValues } from "./known-event.ts";

/** What an event adds to each of its steps, in the unit of the series. */
interface Effect {
  readonly event: KnownEvent;
  readonly parameter: Parameter;
}

/** Efficiency of a median of many normal values: its standard error in that of their mean. */
const MEDIAN_ERROR = Math.sqrt(Math.PI / 2);
/** Half the interquartile range of a standard normal variable. */
const NORMAL_QUARTILE = 0.6744897501960817;

/**
 * Any model, knowing of events: it is fitted to the series as it would be without them, and adds to each step of an event
 * the median of what earlier ones added. What would have been is the mean of the nearest steps one season before and
 * after that have no event. An event without a past step adds nothing.
 */
export function withEvents(inner: Forecaster, events: readonly KnownEvent[]): Forecaster {
  if (events.length === 0) return inner;
  return {
    id: inner.id,
    fit: (series) => {
      const { clean, effects } = withoutEvents(series, events);
      const fit = inner.fit({ ...series, values: clean });
      return fit.status === "ok" ? { ...fit, model: eventful(fit.model, effects, series) } : fit;
    },
  };
}

/**
 * What each event that has a past step adds: its parameter is named by `eventTerm`. The standard error is that of the
 * median over its occurrences, steps of one occurrence counted once; their spread is at least that of what steps
 * without an event seem to add.
 */
export function eventEffects(series: Series, events: readonly KnownEvent[]): readonly Parameter[] {
  return events.length === 0 ? [] : withoutEvents(series, events).effects.map(({ parameter }) => parameter);
}

function withoutEvents(
  series: Series,
  events: readonly KnownEvent[],
): { readonly clean: Float64Array; readonly effects: readonly Effect[] } {
  const { values, times = new Float64Array(values.length).fill(Number.NaN) } = series;
  const columns = events.map((event) => ({ event, column: eventColumn(withValues(event, series), times) }));
  const isMarked = Array.from(values, (_, i) => columns.some(({ column }) => column[i] === 1));
  const usual = usualValues(series, isMarked);
  const added = values.map((value, i) => value - (usual[i] ?? Number.NaN));
  const placebo = spreadOf([...added].filter((value, i) => isMarked[i] === false && Number.isFinite(value)));
  const shares = sharedOut(
    added,
    columns.map(({ column }) => column),
  );
  const effects = columns.flatMap(({ event, column }, at): readonly Effect[] => {
    const own = shares.ownOf(at);
    const value = shares.values[at] ?? null;
    if (value === null) return [];
    const count = occurrences(column);
    const spread = Math.max(placebo, own.length > 2 ? spreadOf(own) : 0);
    const se = (spread * (count > 2 ? MEDIAN_ERROR : 1)) / Math.sqrt(count);
    return [{ event, parameter: { name: eventTerm(event), value, se } }];
  });
  const clean = values.map((value, i) =>
    isMarked[i] === true && Number.isFinite(usual[i]) ? (usual[i] ?? value) : value,
  );
  return { clean, effects };
}

/** Rounds in which events that share steps settle what each adds. */
const ROUNDS = 20;

interface Shares {
  /** What each event adds to a step of its own; null without a finite one. */
  readonly values: readonly (number | null)[];
  /** What is left of its steps for an event when the others have had theirs. */
  readonly ownOf: (at: number) => readonly number[];
}

/**
 * Parts what steps have beyond the usual among the events that fall on them: each event adds the median of what the others
 * leave, found in turns (backfitting). Events that always come together share alike.
 */
function sharedOut(added: Float64Array, columns: readonly Float64Array[]): Shares {
  const crowd = added.map((_, i) => columns.reduce((count, column) => count + (column[i] ?? 0), 0));
  const stepsOf = columns.map((column) =>
    [...added.keys()].filter((i) => column[i] === 1 && Number.isFinite(added[i])),
  );
  const at = (i: number): number => added[i] ?? Number.NaN;
  const values = stepsOf.map((steps) => median(steps.map((i) => at(i) / (crowd[i] ?? 1))));
  const ownOf = (own: number): readonly number[] =>
    (stepsOf[own] ?? []).map((i) =>
      columns.reduce(
        (left, column, other) => (other !== own && column[i] === 1 ? left - (values[other] ?? 0) : left),
        at(i),
      ),
    );
  const crowded = crowd.some((count) => count > 1);
  for (let round = 0; crowded && round < ROUNDS; round++) {
    for (const own of columns.keys()) values[own] = median(ownOf(own));
  }
  return { values, ownOf };
}

/** What each step would be by its neighbours one season away that have no event, else by its nearest ones. */
function usualValues({ values, periods }: Series, isMarked: readonly boolean[]): Float64Array {
  const season = Math.max(1, periods.at(-1) ?? 1);
  const nearest = (from: number, step: number): number => {
    for (let i = from + step; i >= 0 && i < values.length; i += step)
      if (isMarked[i] === false && Number.isFinite(values[i])) return values[i] ?? Number.NaN;
    return Number.NaN;
  };
  return values.map((_, i) => {
    const sides = [nearest(i, -season), nearest(i, season)].filter(Number.isFinite);
    const near = sides.length > 0 ? sides : [nearest(i, -1), nearest(i, 1)].filter(Number.isFinite);
    return near.reduce((sum, side) => sum + side, 0) / near.length;
  });
}

/** Standard deviation of normal values with these quartiles; 0 for fewer than two. */
function spreadOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const range = (quantile(values, 0.75) ?? 0) - (quantile(values, 0.25) ?? 0);
  return range / (2 * NORMAL_QUARTILE);
}

function eventful(model: FittedForecaster, effects: readonly Effect[], { times }: Series): FittedForecaster {
  const parts = (steps: Float64Array | undefined): readonly (readonly [string, Float64Array])[] =>
    steps === undefined
      ? []
      : effects.map(({ event, parameter }) => [
          parameter.name,
          eventColumn(event, steps).map((on) => (on === 1 ? parameter.value : 0)),
        ]);
  const shifted = (values: Float64Array, steps: Float64Array | undefined): Float64Array =>
    parts(steps).reduce((sum, [, part]) => sum.map((value, i) => value + (part[i] ?? 0)), values);
  const parameters = effects.map(({ parameter }) => parameter);
  return {
    ...{ method: model.method, toJson: () => ({ model: "events", effects: parameters, inner: model.toJson() }) },
    fitted: shifted(model.fitted, times),
    diagnostics: { ...model.diagnostics, parameters: [...model.diagnostics.parameters, ...parameters] },
    predict: (steps: number, options: PredictOptions = {}): Forecast => {
      const { mean, intervals, components } = model.predict(steps, options);
      return {
        mean: shifted(mean, options.times),
        intervals: intervals.map(({ level, low, high }) => ({
          level,
          low: shifted(low, options.times),
          high: shifted(high, options.times),
        })),
        components: { ...components, ...Object.fromEntries(parts(options.times)) },
      };
    },
  };
}
