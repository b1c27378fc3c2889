/** A calendar day `YYYY-MM-DD`, always read together with a named zone. */
export type Day = string;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      era: "short",
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** True when the platform's IANA database knows the zone. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Offset of `zone` from UTC at an instant, in milliseconds, positive east of Greenwich. */
export function zoneOffsetMs(zone: string, instantMs: number): number {
  if (zone === "UTC") return 0;
  const part: Record<string, string> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(instantMs)) part[type] = value;
  const year = part["era"] === "BC" ? 1 - Number(part["year"]) : Number(part["year"]);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999
  const local = new Date(0).setUTCFullYear(year, Number(part["month"]) - 1, Number(part["day"]));
  const time = (Number(part["hour"]) * 60 + Number(part["minute"])) * 60_000 + Number(part["second"]) * 1000;
  return local + time - Math.floor(instantMs / 1000) * 1000;
}

/** One constant-offset stretch of a zone: from `fromMs` (inclusive) until the next span. */
export interface OffsetSpan {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/**
 * The constant-offset spans of `zone` that cover [fromMs, toMs], oldest first; the first starts at `fromMs`.
 * Transitions are found to the second by bisection between daily probes.
 */
export function offsetSpans(zone: string, fromMs: number, toMs: number): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = [{ fromMs, offsetMs: zoneOffsetMs(zone, fromMs) }];
  if (zone === "UTC") return spans;
  let before = fromMs;
  while (before < toMs) {
    const after = Math.min(before + DAY_MS, toMs);
    const last = spans[spans.length - 1]?.offsetMs ?? 0;
    const offsetMs = zoneOffsetMs(zone, after);
    if (offsetMs !== last) {
      let [lo, hi] = [before, after];
      while (hi - lo > 1000) {
        const mid = lo + Math.floor((hi - lo) / 2000) * 1000;
        if (zoneOffsetMs(zone, mid) === last) lo = mid;
        else hi = mid;
      }
      spans.push({ fromMs: Math.floor(hi / 1000) * 1000, offsetMs });
    }
    before = after;
  }
  return spans;
}

/** True when clocks are set back over midnight between two instants: then a later instant lies on an earlier day. */
export function repeatsDay(zone: string, fromMs: number, toMs: number): boolean {
  const spans = offsetSpans(zone, fromMs, toMs);
  return spans.some((span, i) => {
    const before = spans[i - 1];
    if (before === undefined) return false;
    return (
      Math.floor((span.fromMs - 1 + before.offsetMs) / DAY_MS) > Math.floor((span.fromMs + span.offsetMs) / DAY_MS)
    );
  });
}

/** The calendar day of an instant in a zone. */
export function dayOf(instantMs: number, zone: string): Day {
  return new Date(instantMs + zoneOffsetMs(zone, instantMs)).toISOString().slice(0, 10);
}

/** The instant at which a calendar day begins in a zone (the first existing instant when midnight is skipped). */
export function startOfDayMs(day: Day, zone: string): number {
  const local = Date.parse(`${day}T00:00:00Z`);
  const guess = local - zoneOffsetMs(zone, local);
  const instant = local - zoneOffsetMs(zone, guess);
  if (dayOf(instant, zone) === day && dayOf(instant - 1000, zone) !== day) return instant;
  let [lo, hi] = [local - 36 * HOUR_MS, local + 36 * HOUR_MS];
  while (hi - lo > 1000) {
    const mid = lo + Math.floor((hi - lo) / 2000) * 1000;
    if (dayOf(mid, zone) < day) lo = mid;
    else hi = mid;
  }
  return hi;
}

/** The day `n` days after `day` (before, when negative), in the proleptic Gregorian calendar. */
export function addDays(day: Day, n: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
}

/** True for a real calendar day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}
