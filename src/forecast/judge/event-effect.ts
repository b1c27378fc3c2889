import { eventColumn, eventTerm, occurrences, withValues } from "../events/known-event.ts";
import { eventEffects } from "../events/with-events.ts";
import type { FittedForecaster, Series } from "../forecaster.ts";
import type { ForecastQuestion } from "./question.ts";

/** What an event adds to a step, and where it is felt. */
export interface EventEffect {
  readonly name: string;
  /** Days before the event (negative) or after it; 0 on its own days. */
  readonly offset: number;
  /** In the unit of the series; null where it has no past step to learn from. */
  readonly effect: { readonly value: number; readonly low: number | null; readonly high: number | null } | null;
  /** Steps learned from, and how often they come: steps side by side count once. */
  readonly steps: number;
  readonly occurrences: number;
  /** Steps forecast that feel it. */
  readonly ahead: number;
}

/** Level of the intervals of effects, and its normal quantile. */
export const EFFECT_LEVEL = 0.95;
const EFFECT_ERRORS = 1.959963984540054;

/** The effects of events in a model that estimates them; of a mean of models, as its members take them off beforehand. */
export function feltEvents(
  { diagnostics }: FittedForecaster,
  series: Series,
  { events, futureTimes }: Pick<ForecastQuestion, "events" | "futureTimes">,
): readonly EventEffect[] {
  const parameters = [...diagnostics.parameters, ...eventEffects(series, events)];
  const future = Float64Array.from(futureTimes);
  return events.map((event): EventEffect => {
    const column = eventColumn(withValues(event, series), series.times ?? new Float64Array(0));
    const found = parameters.find(({ name }) => name === eventTerm(event));
    const half = found?.se == null ? null : EFFECT_ERRORS * found.se;
    return {
      ...{ name: event.name, offset: event.offset },
      effect:
        found === undefined
          ? null
          : {
              value: found.value,
              low: half === null ? null : found.value - half,
              high: half === null ? null : found.value + half,
            },
      steps: column.filter((on) => on === 1).length,
      occurrences: occurrences(column),
      ahead: eventColumn(event, future).filter((on) => on === 1).length,
    };
  });
}
