import { hourLabel } from "../../core/periods.ts";
import { formatQuantity } from "../../core/quantity.ts";
import type { Change } from "./changes.ts";
import type { TimeseriesResult } from "./compute.ts";
import type { Parts, Season } from "./parts.ts";

type Named = Pick<TimeseriesResult, "grain" | "timezone">;

/** A period as people write it: a day, or day and clock time in the project's zone. */
export function periodText(period: string, { grain, timezone }: Named): string {
  return grain === "hour" ? hourLabel(Date.parse(period), timezone) : period;
}

/** As a chart's time axis writes it. */
export const axisTime = (period: string, named: Named): string => periodText(period, named).replace(" ", "T");

/** "120 whole days from 2024-01-01 to 2024-04-29" */
export function spanText(result: TimeseriesResult): string {
  const { periods } = result.observed;
  const [first = "", last = first] = [periods[0], periods.at(-1)];
  const count = `${periods.length.toLocaleString("en-US")} whole ${result.grain}${periods.length === 1 ? "" : "s"}`;
  return `${count} from ${periodText(first, result)} to ${periodText(last, result)}`;
}

/** First and last value of the trend, where there are two. */
export function trendEnds({ trend }: Parts): readonly [first: number, last: number] | null {
  const known = trend.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  return known.length < 2 || first === undefined || last === undefined ? null : [first, last];
}

/** An amount with its sign. */
export function signed(value: number, unit: string | null): string {
  const text = formatQuantity(Math.abs(value), unit);
  return value === 0 ? text : `${value > 0 ? "+" : "−"}${text}`;
}

/** What a season does at its highest and lowest step. */
export function seasonEnds({
  steps,
}: Season): readonly [high: Season["steps"][number], low: Season["steps"][number]] | null {
  const [first] = steps;
  if (first === undefined) return null;
  const high = steps.reduce((best, one) => (one.value > best.value ? one : best), first);
  return [high, steps.reduce((best, one) => (one.value < best.value ? one : best), first)];
}

/** "+12 users" of an additive season, "+12 %" of a multiplicative one. */
export function seasonAmount(value: number, { kind }: Parts, unit: string | null): string {
  return kind === "additive" ? signed(value, unit) : signed(value - 1, "share");
}

/** "2024-03-05 (between 2024-03-04 and 2024-03-07)" */
export function changePlace({ period, earliest, latest }: Change, named: Named): string {
  const place = periodText(period, named);
  if (earliest === latest) return place;
  return `${place} (between ${periodText(earliest, named)} and ${periodText(latest, named)})`;
}

/** What the two tests of stationarity say together. */
export function stationarityText({ dependence, label }: TimeseriesResult): string {
  switch (dependence.stationarity) {
    case "level":
      return `${label} returns to the same level: both tests call it stationary`;
    case "line":
      return `${label} returns to a straight line: both tests call it stationary around a trend`;
    case "wandering":
      return `${label} wanders: after a shock it does not return to a level or line; look at its changes instead of its values`;
    case "unclear":
      return `Whether ${label} returns to a level or line is undecided: the tests contradict each other or could not be made`;
  }
}

/** How strong a part is, in words (Hyndman's strength). */
export function strengthText(strength: number | null): string {
  if (strength === null) return "of unknown strength";
  const word = strength >= 0.8 ? "strong" : strength >= 0.5 ? "clear" : strength >= 0.2 ? "weak" : "hardly any";
  return `${word}, strength ${strength.toFixed(2)}`;
}
