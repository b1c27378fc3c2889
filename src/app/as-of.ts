import { DAY_MS, isDay, startOfDayMs } from "../core/calendar.ts";
import { AppError } from "../core/errors.ts";

/**
 * The instant that an as-of text means: a date means its end in the project's zone.
 * @throws AppError USAGE for any other text
 */
export function asOfInstant(text: string, zone: string): number {
  const ms = isDay(text)
    ? startOfDayMs(new Date(Date.parse(`${text}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10), zone)
    : Date.parse(text);
  if (Number.isNaN(ms)) throw new AppError("USAGE", `as-of is a date or an ISO instant, not "${text}"`);
  return ms;
}
