import { offsetSpans } from "../../core/calendar.ts";

/** Instants in ascending order as the clock of a zone shows them, in milliseconds since 1970 there. */
export function wallClock(times: Float64Array, zone: string): Float64Array {
  const [first, last] = [times[0], times.at(-1)];
  if (zone === "UTC" || first === undefined || last === undefined) return times;
  const spans = offsetSpans(zone, first, last);
  let span = 0;
  return times.map((time) => {
    while (time >= (spans[span + 1]?.fromMs ?? Number.POSITIVE_INFINITY)) span++;
    return time + (spans[span]?.offsetMs ?? 0);
  });
}
