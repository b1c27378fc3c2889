import type { TableChart } from "../../contract/chart-spec/table.ts";
import { EFFECT_LEVEL } from "../../forecast/judge/event-effect.ts";
import { methodText } from "../method-text.ts";
import { axisTime } from "./axis.ts";
import type { ForecastResult } from "./compute.ts";
import { eventText, percentText } from "./words.ts";

/** What each event adds to a step, and how much is known of it; nothing without events. */
export function eventsTable(result: ForecastResult): readonly TableChart[] {
  const { total, unit, grain } = result;
  const { events } = total;
  if (events.length === 0) return [];
  const known = events.filter(({ effect }) => effect !== null).length;
  const text = (label: string) => ({ label, unit: null, show: "text" as const, good: "neutral" as const });
  const number = (label: string, of: string | null = null) => ({
    ...{ label, unit: of },
    ...{ show: "number" as const, good: "neutral" as const },
  });
  return [
    {
      kind: "table",
      title: `${known} of ${events.length} effects of events are known from the past`,
      subtitle: `added to a ${grain}, as ${methodText(total)} has it, with ${percentText(EFFECT_LEVEL)} intervals; an effect without a past adds nothing`,
      alt: `Effects of events: ${events.map((event) => eventText(event, result)).join("; ")}.`,
      columns: [
        ...[text("event"), number("adds", unit), number("low", unit), number("high", unit)],
        ...[number("times"), number(`${grain}s learned from`), number(`${grain}s ahead`), text("when")],
      ],
      rows: events.map(({ name, offset, effect, steps, occurrences, ahead }) => [
        eventText({ name, offset }, result),
        ...[effect?.value ?? null, effect?.low ?? null, effect?.high ?? null, occurrences, steps, ahead],
        whenText(name, result),
      ]),
    },
  ];
}

const NAMED = 4;

/** The next days of an event, or its last ones where none is to come. */
function whenText(name: string, result: ForecastResult): string {
  const { events, future } = result;
  const today = axisTime(future[0] ?? "", result).slice(0, 10);
  const own = events.filter((event) => event.name === name);
  const next = own.filter(({ last }) => last >= today);
  const shown = next.length > 0 ? next.slice(0, NAMED) : own.slice(-1);
  return shown.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)).join(", ");
}
