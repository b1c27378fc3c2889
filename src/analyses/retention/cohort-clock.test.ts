import { describe, expect, test } from "vitest";
import { isDayOrHour } from "../../core/periods.ts";
import { cohortClock } from "./cohort-clock.ts";

type Clock = Parameters<typeof cohortClock>[0]["clock"];

const hours = (timezone: string, until: string, clock: Clock = "calendar") =>
  cohortClock(
    {
      ...{ grain: "hour", clock, criterion: "on", brackets: null, periods: 3 },
      days: { from: "2024-05-01", to: "2024-05-03" },
      completeMs: Date.parse(until),
    },
    { project: { name: "x", timezone, week_start: "monday" } },
  );

describe("hours where clocks are half or a quarter of an hour off", () => {
  test.each([
    ["Asia/Kolkata", "2024-05-01 00:00", "2024-05-01 20:00"],
    ["Asia/Kathmandu", "2024-05-01 00:00", "2024-05-01 20:00"],
    ["America/St_Johns", "2024-05-01 00:00", "2024-05-01 20:00"],
    ["Europe/Berlin", "2024-05-01 00:00", "2024-05-01 20:00"],
  ])("are called by the clock of %s", (zone, first, later) => {
    const clock = hours(zone, "2024-05-03T00:00Z");
    const start = clock.numberOf("2024-05-01");
    expect(clock.label(start)).toBe(first);
    expect(clock.label(start + 20)).toBe(later);
  });

  test("are over with the clock's hour", () => {
    const lastOver = (until: string): string => {
      const clock = hours("Asia/Kolkata", until);
      return clock.label(clock.lastPeriod);
    };
    expect(lastOver("2024-05-01T14:29Z")).toBe("2024-05-01 18:00");
    expect(lastOver("2024-05-01T14:30Z")).toBe("2024-05-01 19:00");
  });

  test("a rolling column is complete when it is over for the last start of the hour", () => {
    const state = (until: string) => {
      const clock = hours("Asia/Kolkata", until, "rolling");
      return clock.state(clock.numberOf("2024-05-01") + 20, 1);
    };
    // starts lie from 20:00 to 21:00 in Kolkata, which is 15:30 UTC: hour 1 of the last one ends at 17:30
    expect(state("2024-05-01T17:29Z")).toBe("open");
    expect(state("2024-05-01T17:30Z")).toBe("complete");
  });
});

test("an hour is found by its label, on a day of 25 hours too", () => {
  const clock = hours("Europe/Berlin", "2024-05-03T00:00Z");
  expect(clock.label(clock.numberOf("2024-05-01 13:00"))).toBe("2024-05-01 13:00");
  expect(clock.label(clock.numberOf("2024-10-27 23:00"))).toBe("2024-10-27 23:00");
  expect(clock.label(clock.numberOf("2024-10-27"))).toBe("2024-10-27 00:00");
});

test("where clocks go back by two hours, each hour of the day is found by its label", () => {
  const clock = hours("Antarctica/Troll", "2024-12-01T00:00Z");
  const first = clock.numberOf("2024-10-27");
  const day = Array.from({ length: 26 }, (_, i) => clock.label(first + i));
  expect(new Set(day).size).toBe(26);
  expect(day.map(clock.numberOf)).toEqual(day.map((_, i) => first + i));
});

test.each([
  ["Europe/Berlin", "2024-10-27 02:00+02:00", "2024-10-27 02:00+01:00"],
  ["America/New_York", "2024-11-03 01:00-04:00", "2024-11-03 01:00-05:00"],
  ["America/Havana", "2024-11-03 00:00-04:00", "2024-11-03 00:00-05:00"],
  ["Australia/Adelaide", "2024-04-07 02:00+10:30", "2024-04-07 02:00+09:30"],
])("the two hours that the clocks of %s show alike are told apart", (zone, first, second) => {
  const clock = hours(zone, "2024-12-01T00:00Z");
  expect(clock.numberOf(second)).toBe(clock.numberOf(first) + 1);
  for (const label of [first, second]) {
    expect(clock.label(clock.numberOf(label))).toBe(label);
    expect(isDayOrHour(label)).toBe(true);
  }
  expect(clock.label(clock.numberOf(first) - 1)).toHaveLength("2024-10-27 01:00".length);
  expect(clock.label(clock.numberOf(second) + 1)).toHaveLength("2024-10-27 03:00".length);
});
