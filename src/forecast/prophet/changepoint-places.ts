import { AppError } from "../../core/errors.ts";
import type { ResolvedOptions } from "./options.ts";

/**
 * Instants at which the rate may change: those given, or spread evenly over the observed steps of the first
 * `changepointRange` of the history, one fewer than these at most. @param times of observed steps
 */
export function changepointPlaces(options: ResolvedOptions, times: Float64Array): readonly number[] {
  const { growth, changepoints, changepointCount, changepointRange } = options;
  if (growth === "flat") return [];
  if (changepoints !== undefined) return givenPlaces(changepoints, times);
  const usable = Math.floor(times.length * changepointRange);
  const count = Math.max(0, Math.min(changepointCount, usable - 1));
  return Array.from({ length: count }, (_, i) => {
    const place = roundHalfEven(1 + ((usable - 1) * (i + 1)) / count);
    return times[place - 1] as number;
  });
}

function givenPlaces(given: readonly number[], times: Float64Array): readonly number[] {
  const [first, last] = [times[0] as number, times.at(-1) as number];
  const outside = given.find((time) => !(time >= first && time <= last));
  if (outside !== undefined) {
    throw new AppError("USAGE", `prophet: the changepoint ${new Date(outside).toISOString()} is outside the history`, {
      hint: `give instants from ${new Date(first).toISOString()} to ${new Date(last).toISOString()}`,
    });
  }
  return [...given].sort((a, b) => a - b);
}

/** As R rounds, so that ties fall on the same steps. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
