import { sql } from "../../../src/sql/sql.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import { a, b, column, each, holds, INSTANTS, pairs } from "./case-table.ts";
import type { DialectCase } from "./dialect-case.ts";

const HOUR_MS = 3_600_000;
const KATHMANDU_MS = 345 * 60_000;

/** Days around every kind of boundary: of weeks, a leap month, quarters and years. */
const DAYS = "2024-02-29 2024-03-03 2024-03-04 2024-12-30 2024-12-31 2025-01-01 2023-01-01 1969-12-31";

/** The first day of the period of each of them. */
const STARTS = [
  ["week", "monday", "2024-02-26 2024-02-26 2024-03-04 2024-12-30 2024-12-30 2024-12-30 2022-12-26 1969-12-29"],
  ["week", "sunday", "2024-02-25 2024-03-03 2024-03-03 2024-12-29 2024-12-29 2024-12-29 2023-01-01 1969-12-28"],
  ["month", "monday", "2024-02-01 2024-03-01 2024-03-01 2024-12-01 2024-12-01 2025-01-01 2023-01-01 1969-12-01"],
  ["quarter", "sunday", "2024-01-01 2024-01-01 2024-01-01 2024-10-01 2024-10-01 2025-01-01 2023-01-01 1969-10-01"],
  ["year", "monday", "2024-01-01 2024-01-01 2024-01-01 2024-01-01 2024-01-01 2025-01-01 2023-01-01 1969-01-01"],
] as const;

const daysOf = (list: string): readonly Cell[] => [...list.split(" "), null];

const instants = column("timestamp", ...INSTANTS);

export const CALENDAR: readonly DialectCase[] = [
  ...STARTS.map(([grain, weekStart, expected]) =>
    each(
      "startOf",
      `${grain}, weeks from ${weekStart}`,
      column("date", ...daysOf(DAYS)),
    )((d) => d.startOf(a, grain, weekStart), daysOf(expected)),
  ),
  each("dayAt", "UTC", instants)((d) => d.dayAt(a, 0), ["2024-02-29", "2024-03-31", "2024-03-31", "1969-12-31", null]),
  each(
    "dayAt",
    "east of Greenwich by hours and minutes",
    instants,
  )((d) => d.dayAt(a, KATHMANDU_MS), ["2024-03-01", "2024-03-31", "2024-03-31", "1970-01-01", null]),
  each(
    "dayAt",
    "west of Greenwich",
    instants,
  )((d) => d.dayAt(a, -2 * HOUR_MS), ["2024-02-29", "2024-03-30", "2024-03-30", "1969-12-31", null]),
  each(
    "hourAt",
    "whole hours",
    instants,
  )(
    (d) => d.hourAt(a, HOUR_MS),
    ["2024-02-29T23:00:00Z", "2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z", "1969-12-31T23:00:00Z", null],
  ),
  each(
    "hourAt",
    "three quarters of an hour ahead",
    instants,
  )(
    (d) => d.hourAt(a, KATHMANDU_MS),
    ["2024-02-29T23:15:00Z", "2024-03-31T00:15:00Z", "2024-03-31T00:15:00Z", "1969-12-31T23:15:00Z", null],
  ),
  each(
    "hourAt",
    "half an hour behind",
    instants,
  )(
    (d) => d.hourAt(a, -HOUR_MS * 2.5),
    ["2024-02-29T23:30:00Z", "2024-03-31T00:30:00Z", "2024-03-31T00:30:00Z", "1969-12-31T23:30:00Z", null],
  ),
  each(
    "epochUs",
    "before and after 1970",
    instants,
  )((d) => d.epochUs(a), [1709249400123456, 1711846799999999, 1711846800000000, -1, null]),
  each(
    "microsBetween",
    "forwards, backwards, to and from nothing",
    pairs(
      ["timestamp", "timestamp"],
      ["2024-01-01 00:00:00", "2024-01-01 00:00:00.000003"],
      ["2024-01-02 00:00:00", "2024-01-01 00:00:00"],
      ["2024-03-31 00:30:00", "2024-03-31 01:30:00"],
      ["1969-12-31 23:59:59.999999", "1970-01-01 00:00:00"],
      [null, "2024-01-01 00:00:00"],
    ),
  )((d) => d.microsBetween(a, b), [3, -86_400_000_000, 3_600_000_000, 1, null]),
  each(
    "daysBetween",
    "over a leap day, backwards, to nothing",
    pairs(
      ["date", "date"],
      ["2024-02-28", "2024-03-01"],
      ["2024-03-01", "2024-02-28"],
      ["1969-12-31", "1970-01-01"],
      ["2024-01-01", null],
    ),
  )((d) => d.daysBetween(a, b), [2, -2, 1, null]),
  each(
    "timestamp",
    "of an instant",
    column("integer", 0),
  )((d) => d.timestamp(Date.UTC(2024, 1, 29, 23, 30, 0, 123)), ["2024-02-29T23:30:00.123Z"]),
  each(
    "timestamp",
    "compares with columns",
    instants,
  )(
    holds((d) => sql`${a} < ${d.timestamp(Date.UTC(2024, 2, 31, 1))}`),
    [true, true, false, true, null],
  ),
  each("date", "of a day", column("integer", 0))((d) => d.date("2024-02-29"), ["2024-02-29"]),
  each(
    "date",
    "compares with columns",
    column("date", "2024-02-28", "2024-02-29", null),
  )(
    holds((d) => sql`${a} >= ${d.date("2024-02-29")}`),
    [false, true, null],
  ),
];
