import { addDays, isDay, startOfDayMs } from "../core/calendar.ts";
import { AppError } from "../core/errors.ts";

/**
 * The instant that an as-of text means: a date means its end in the project's zone, an instant says its offset.
 * @throws AppError USAGE for any other text
 */
export function asOfInstant(text: string, zone: string): number {
  if (isDay(text)) return startOfDayMs(addDays(text, 1), zone);
  const ms = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new AppError("USAGE", `as-of is a date or an instant with an offset, not "${text}"`, {
    hint: "such as 2024-01-31 or 2024-01-31T18:00:00Z",
  });
}
