import { hourLabel } from "../../core/periods.ts";
import { formatQuantity } from "../../core/quantity.ts";
import type { CapacityResult } from "./compute.ts";

export const percentText = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** A step as people read it. */
export function stepText(period: string, { grain, timezone }: Pick<CapacityResult, "grain" | "timezone">): string {
  return grain === "hour" ? hourLabel(Date.parse(period), timezone) : period;
}

/** "requests: above 9.5K with a probability of 50 % by 2024-05-03" */
export function limitText(result: CapacityResult): string {
  const { limit, label, unit, grain, future } = result;
  if (limit === null) return `${label}: no limit was given`;
  const what = `${label} ${limit.side} ${formatQuantity(limit.at, unit)}`;
  const last = limit.crossed.at(-1) ?? 0;
  const within = `within ${future.length} ${grain}s`;
  if (limit.crossedBy === null)
    return `${what}: probability ${percentText(last)} ${within}, less than ${percentText(limit.risk)}`;
  return `${what}: by ${stepText(limit.crossedBy, result)} with a probability of at least ${percentText(limit.risk)}; ${percentText(last)} ${within}`;
}

/** "Quietest: 2024-05-03 03:00 to 2024-05-03 04:00 (120 expected)" */
export function quietText(window: CapacityResult["quiet"][number], result: CapacityResult): string {
  const [from, to] = [stepText(window.from, result), stepText(window.to, result)];
  const span = from === to ? from : `${from} to ${to}`;
  return `${span} (${formatQuantity(window.sum.mean, result.unit)} expected, ${formatQuantity(window.sum.low, result.unit)} to ${formatQuantity(window.sum.high, result.unit)} in 90 % of the simulated futures)`;
}
