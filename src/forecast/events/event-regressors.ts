import { gapless } from "../calendar/gapless.ts";
import type { FittedForecaster, Forecaster, PredictOptions, Series } from "../forecaster.ts";
import type { ProphetOptions } from "../prophet/options.ts";
import { prophet } from "../prophet/prophet.ts";
import { autoArima } from "../sarimax/auto-arima.ts";
import { eventColumn, eventTerm, type KnownEvent, occurrences, withValues } from "./known-event.ts";
import { withEvents } from "./with-events.ts";

/** Values per effect below which a regression learns little from either. */
const VALUES_PER_EFFECT = 10;

/**
 * ARIMA by the search of `autoArima` with a regressor for each event that has a past step, estimated along. Where there
 * are too many of them for the values, or they explain each other, their effects are taken off before, as `withEvents` does.
 * Gaps are filled.
 */
export function arimaWithEvents(events: readonly KnownEvent[]): Forecaster {
  const plain = gapless(autoArima());
  if (events.length === 0) return plain;
  return {
    id: plain.id,
    fit: (series) => {
      const known = felt(series, events);
      const { times } = series;
      if (times === undefined || known.length === 0) return plain.fit(series);
      const beforehand = withEvents(plain, events);
      if (known.length * VALUES_PER_EFFECT > series.values.length) return beforehand.fit(series);
      const fit = gapless(autoArima({ regressors: columnsOf(known, times) })).fit(series);
      return fit.status === "ok" ? { ...fit, model: regressed(fit.model, known) } : beforehand.fit(series);
    },
  };
}

/** Prophet with a regressor for each event that has a past step. Gaps are filled. @param steps starts of every step, past and future */
export function prophetWithEvents(
  events: readonly KnownEvent[],
  { steps, ...options }: ProphetOptions & { readonly steps: readonly number[] },
): Forecaster {
  const plain = gapless(prophet(options));
  if (events.length === 0) return plain;
  const times = Float64Array.from(steps);
  return {
    id: plain.id,
    fit: (series) => {
      const known = felt(series, events);
      const regressors = known.map((event) => ({ name: eventTerm(event), times, values: eventColumn(event, times) }));
      const fit = gapless(prophet({ ...options, regressors })).fit(series);
      return fit.status === "ok" ? { ...fit, model: withEffects(fit.model, known, series) } : fit;
    },
  };
}

/** The events that have a step with a value in a series, without those that have none. */
function felt(series: Series, events: readonly KnownEvent[]): readonly KnownEvent[] {
  const { times } = series;
  if (times === undefined) return [];
  return events.map((event) => withValues(event, series)).filter((event) => eventColumn(event, times).includes(1));
}

const columnsOf = (events: readonly KnownEvent[], times: Float64Array): Readonly<Record<string, Float64Array>> =>
  Object.fromEntries(events.map((event) => [eventTerm(event), eventColumn(event, times)]));

/** The model is told of the events of the steps it is asked for. */
function regressed(model: FittedForecaster, events: readonly KnownEvent[]): FittedForecaster {
  const { method, fitted, diagnostics } = model;
  return {
    ...{ method, fitted, diagnostics, toJson: () => model.toJson() },
    predict: (count: number, options: PredictOptions = {}) => {
      const { times = new Float64Array(count).fill(Number.NaN) } = options;
      return model.predict(count, { ...options, regressors: columnsOf(events, times) });
    },
  };
}

/** Effects among the parameters, with the standard errors of means of independent errors, which Prophet assumes. */
function withEffects(model: FittedForecaster, events: readonly KnownEvent[], { times }: Series): FittedForecaster {
  const { method, fitted, diagnostics } = model;
  const effects = events.flatMap((event) => {
    const name = eventTerm(event);
    const column = eventColumn(event, times ?? new Float64Array(0));
    const at = times?.[column.indexOf(1)];
    if (at === undefined) return [];
    const { components } = model.predict(1, { times: Float64Array.of(at), levels: [] });
    const se = diagnostics.sigma2 === null ? null : Math.sqrt(diagnostics.sigma2 / occurrences(column));
    return [{ name, value: components[name]?.[0] ?? Number.NaN, se }];
  });
  return {
    ...{ method, fitted, toJson: () => model.toJson() },
    diagnostics: { ...diagnostics, parameters: [...diagnostics.parameters, ...effects] },
    predict: (count: number, options: PredictOptions = {}) => model.predict(count, options),
  };
}
