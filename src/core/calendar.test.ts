import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDays,
  DAY_MS,
  dayOf,
  HOUR_MS,
  isDay,
  isTimeZone,
  MINUTE_MS,
  offsetSpans,
  repeatsDay,
  startOfDayMs,
  zoneOffsetMs,
} from "./calendar.ts";

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number): string => new Date(ms).toISOString();

test.each([
  ["UTC", "2024-07-01T00:00:00Z", 0],
  ["Europe/Berlin", "2024-01-15T12:00:00Z", 60],
  ["Europe/Berlin", "2024-07-15T12:00:00Z", 120],
  ["Europe/Berlin", "2024-03-31T00:59:59Z", 60],
  ["Europe/Berlin", "2024-03-31T01:00:00Z", 120],
  ["Asia/Kathmandu", "2024-07-01T00:00:00Z", 345],
  ["Australia/Lord_Howe", "2024-01-15T00:00:00Z", 660],
  ["Australia/Lord_Howe", "2024-07-15T00:00:00Z", 630],
  ["Pacific/Chatham", "2024-07-15T00:00:00Z", 765],
  ["Pacific/Kiritimati", "2024-07-15T00:00:00Z", 840],
  ["America/St_Johns", "2024-01-15T00:00:00Z", -210],
  ["Asia/Tokyo", "1969-12-31T23:59:59.999Z", 540],
  ["Asia/Tokyo", "0050-06-01T00:00:00Z", 559],
])("%s at %s is %i minutes from UTC", (zone, instant, minutes) => {
  expect(Math.round(zoneOffsetMs(zone, at(instant)) / MINUTE_MS)).toBe(minutes);
});

test.each([
  ["UTC", "2024-02-29", "2024-02-29T00:00:00.000Z"],
  ["Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00.000Z"],
  ["Europe/Berlin", "2024-04-01", "2024-03-31T22:00:00.000Z"],
  ["Asia/Kathmandu", "2024-01-01", "2023-12-31T18:15:00.000Z"],
  ["Australia/Lord_Howe", "2024-04-07", "2024-04-06T13:00:00.000Z"],
  ["Australia/Lord_Howe", "2024-04-08", "2024-04-07T13:30:00.000Z"],
  // midnight does not exist: clocks went from 00:00 to 01:00
  ["America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z"],
  ["America/Havana", "2024-03-10", "2024-03-10T05:00:00.000Z"],
  ["Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00.000Z"],
  // 23:00 to midnight happened twice
  ["America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00.000Z"],
  // midnight happened twice, an hour apart: the first one counts
  ["America/Havana", "2024-11-03", "2024-11-03T04:00:00.000Z"],
  ["America/Goose_Bay", "2010-11-07", "2010-11-07T03:00:00.000Z"],
  // the day does not exist at all (Samoa crossed the date line): the next one begins
  ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z"],
])("in %s, %s begins at %s", (zone, day, instant) => {
  expect(iso(startOfDayMs(day, zone))).toBe(instant);
});

test("days of a year with changes of the clock have 23, 24 and 25 hours", () => {
  const lengths = Array.from({ length: 366 }, (_, i) => addDays("2024-01-01", i)).map(
    (day) => (startOfDayMs(addDays(day, 1), "Europe/Berlin") - startOfDayMs(day, "Europe/Berlin")) / HOUR_MS,
  );
  expect(lengths.filter((hours) => hours === 23)).toHaveLength(1);
  expect(lengths.filter((hours) => hours === 25)).toHaveLength(1);
  expect(lengths.filter((hours) => hours === 24)).toHaveLength(364);
});

const zones = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "Europe/Lisbon",
  "America/New_York",
  "America/Sao_Paulo",
  "America/Havana",
  "Asia/Kathmandu",
  "Asia/Tehran",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Africa/Casablanca",
  "Asia/Gaza",
  "America/St_Johns",
);
const instants = fc
  .integer({ min: at("1975-01-01T00:00:00Z") / 1000, max: at("2037-12-31T00:00:00Z") / 1000 })
  .map((s) => s * 1000);

test("the start of an instant's day is not after it, lies on that day, and the second before does not", () => {
  fc.assert(
    fc.property(zones, instants, (zone, instant) => {
      const day = dayOf(instant, zone);
      const start = startOfDayMs(day, zone);
      expect(start).toBeLessThanOrEqual(instant);
      expect(instant - start).toBeLessThan(26 * HOUR_MS);
      expect(dayOf(start, zone)).toBe(day);
      expect(dayOf(start - 1000, zone) < day).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test("offset spans agree with the offset of every instant they cover", () => {
  fc.assert(
    fc.property(zones, instants, fc.integer({ min: 1, max: 500 }), (zone, from, days) => {
      const to = from + days * DAY_MS;
      const spans = offsetSpans(zone, from, to);
      expect(spans[0]?.fromMs).toBe(from);
      for (const [i, { fromMs, offsetMs }] of spans.entries()) {
        expect(zoneOffsetMs(zone, fromMs)).toBe(offsetMs);
        if (i > 0) expect(zoneOffsetMs(zone, fromMs - 1000)).toBe(spans[i - 1]?.offsetMs);
        expect(zoneOffsetMs(zone, Math.min(to, (spans[i + 1]?.fromMs ?? to) - 1000))).toBe(offsetMs);
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["2024-02-28", 1, "2024-02-29"],
  ["2023-02-28", 1, "2023-03-01"],
  ["2024-01-01", -1, "2023-12-31"],
  ["2024-03-30", 366, "2025-03-31"],
])("%s plus %i days is %s", (day, n, expected) => {
  expect(addDays(day, n)).toBe(expected);
});

test.each([
  ["2024-02-29", true],
  ["2023-02-29", false],
  ["2024-13-01", false],
  ["2024-1-1", false],
  ["20240101", false],
  ["", false],
])("%j is a day: %s", (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

test.each([
  ["America/St_Johns", "2010-11-06", "2010-11-08", true], // 00:01 becomes 23:01
  ["America/St_Johns", "2010-11-08", "2011-11-01", false],
  ["America/St_Johns", "2012-01-01", "2013-01-01", false], // changes at two since then
  ["Europe/Berlin", "2024-01-01", "2025-01-01", false],
  ["UTC", "2010-01-01", "2011-01-01", false],
])("%s between %s and %s: clocks are set back over midnight: %s", (zone, from, to, repeats) => {
  expect(repeatsDay(zone, Date.parse(from), Date.parse(to))).toBe(repeats);
});

test("zones are known by their IANA names", () => {
  expect(["UTC", "Asia/Kathmandu", "America/Argentina/Ushuaia"].map(isTimeZone)).toEqual([true, true, true]);
  expect(["", "Mars/Olympus", "Europe/Berlim"].map(isTimeZone)).toEqual([false, false, false]);
});
