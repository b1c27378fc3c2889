import type { LineChart } from "../contract/chart-spec/line.ts";
import { addPeriods } from "../core/periods.ts";
import type { DatedEvent } from "./known-events.ts";

/** Events that a chart has room for; of more the newest are marked. */
const MOST_MARKS = 16;

/** An event on a time axis: at the first step that it touches. */
export function eventMarks(
  events: readonly Pick<DatedEvent, "label" | "first" | "last">[],
  x: LineChart["x"],
): LineChart["marks"] {
  if (x.scale !== "time") return [];
  const days = x.values.map((value) => value.slice(0, 10));
  const marks = events.flatMap(({ label, first, last }) => {
    const at = x.values[firstStep(days, { first, last, grain: x.grain })];
    return at === undefined ? [] : [{ at, label }];
  });
  return marks.slice(-MOST_MARKS);
}

/** -1 where it touches none. */
function firstStep(
  days: readonly string[],
  { first, last, grain }: { readonly first: string; readonly last: string; readonly grain: string },
): number {
  if (grain !== "week" && grain !== "month" && grain !== "quarter" && grain !== "year")
    return days.findIndex((day) => day >= first && day <= last);
  const step = Math.max(
    0,
    days.findLastIndex((day) => day <= first),
  );
  const start = days[step];
  return start === undefined || start > last || first >= addPeriods(start, 1, grain) ? -1 : step;
}
