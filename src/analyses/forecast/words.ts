import { formatChange, formatQuantity } from "../../core/quantity.ts";
import type { Score } from "../../forecast/backtest/score.ts";
import type { EventEffect } from "../../forecast/judge/event-effect.ts";
import type { JudgedForecast } from "../../forecast/judge/judged-forecast.ts";
import { type ForecastLine, type ForecastResult, lastTogether } from "./compute.ts";

/** "28 days" */
export const spanText = ({ future, grain }: ForecastResult): string =>
  `${future.length} ${grain}${future.length === 1 ? "" : "s"}`;

export const percentText = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** "revenue: 12.3K EUR expected in the next 28 days, +4.2 % against the last 28" */
export function outlookText(result: ForecastResult): string {
  const { total, label, unit, together, future } = result;
  const divisor = together === "sum" ? 1 : future.length;
  const next = total.outlook.total.mean / divisor;
  const last = lastTogether(result.past.values, future.length, divisor);
  const change =
    last === null || last === 0
      ? ""
      : `, ${formatChange((next - last) / Math.abs(last))} against the last ${future.length}`;
  const value = `${formatQuantity(next, unit)}${together === "sum" ? "" : ` per ${result.grain}`}`;
  return `${label}: ${value} expected in the next ${spanText(result)}${change}`;
}

/** "; 32 of the 112 days have no value and are not scored"; nothing where all came. */
export function missingText({ folds, missing }: Score, { future, grain }: ForecastResult): string {
  if (missing === 0) return "";
  const of = `${missing.toLocaleString("en-US")} of the ${(folds * future.length).toLocaleString("en-US")} ${grain}s`;
  return `; ${of} ${missing === 1 ? "has" : "have"} no value and ${missing === 1 ? "is" : "are"} not scored`;
}

/** Which models were not compared, and what that would have cost; nothing where all were. */
export const sparedText = ({ spared }: Pick<JudgedForecast, "spared">): string =>
  spared
    .map(
      ({ name, seconds }) =>
        `; ${name} was not compared: about ${Math.ceil(seconds)} s, more than its share of the budget`,
    )
    .join("");

export const naiveScore = ({ total }: ForecastResult): Score | undefined =>
  total.scores.find(({ id }) => id === "seasonal-naive");

/** "Black Friday", "2 days before Black Friday" */
export function eventText(
  { name, offset }: Pick<EventEffect, "name" | "offset">,
  { events }: Pick<ForecastResult, "events">,
): string {
  const label = events.find((event) => event.name === name)?.label ?? name;
  const days = `${Math.abs(offset)} ${Math.abs(offset) === 1 ? "day" : "days"}`;
  return offset === 0 ? label : `${days} ${offset < 0 ? "before" : "after"} ${label}`;
}

/** What comes against what was; null where it cannot be said. */
export function growthOf({ last, next }: Pick<ForecastLine, "last" | "next">): number | null {
  return last === null || next === null || last === 0 ? null : (next.mean - last) / Math.abs(last);
}
