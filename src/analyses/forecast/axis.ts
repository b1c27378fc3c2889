import type { LineChart } from "../../contract/chart-spec/line.ts";
import { hourLabel } from "../../core/periods.ts";
import type { ForecastResult } from "./compute.ts";

/** Steps of the past that are shown for each step of the future. */
const PAST_SHOWN = 3;
const FEWEST_SHOWN = 60;

/** Steps of the past that charts of the future show. */
export const shownSteps = ({ past, future }: Pick<ForecastResult, "past" | "future">): number =>
  Math.min(past.periods.length, Math.max(FEWEST_SHOWN, PAST_SHOWN * future.length));

export const nulls = (count: number): readonly null[] => new Array<null>(count).fill(null);

type Calendar = Pick<ForecastResult, "grain" | "timezone">;

/** A period as a chart's time axis writes it. */
export const axisTime = (period: string, { grain, timezone }: Calendar): string =>
  grain === "hour" ? hourLabel(Date.parse(period), timezone).replace(" ", "T") : period;

export function timeAxis(periods: readonly string[], calendar: Calendar): LineChart["x"] {
  const { grain } = calendar;
  return { scale: "time", label: grain, grain, values: periods.map((period) => axisTime(period, calendar)) };
}
