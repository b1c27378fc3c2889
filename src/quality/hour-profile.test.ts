import { describe, expect, test } from "vitest";
import { emptyHours, type HourCounts, hourOfDayTotals, quietestHour } from "./hour-profile.ts";

const hourOf = (iso: string): number => Date.parse(iso) / 3_600_000;

/** Events in every hour from `from` for `hours` hours, as `events` says for each hour since the epoch. */
const log = (from: number, hours: number, events: (hour: number) => number): HourCounts =>
  new Map(
    Array.from({ length: hours }, (_, i): [number, number] => [from + i, events(from + i)]).filter(([, n]) => n > 0),
  );

describe("emptyHours", () => {
  const from = hourOf("2024-01-01T00:00:00Z");

  test("an hour without events is a gap only where events are usual", () => {
    const counts = log(from, 24 * 28, (hour) => (hour % 24 < 6 || hour === from + 300 ? 0 : 50));
    const { gaps, judged } = emptyHours(counts, { from, to: from + 24 * 28, zone: "UTC" }, 20);
    expect(gaps).toEqual([{ from: from + 300, to: from + 301, usual: 50 }]);
    expect(judged).toBe(18 * 28);
  });

  test("a shop closed on Sundays has no gaps once there are three weeks", () => {
    const closed = (hour: number): boolean => Math.floor((hour - from) / 24) % 7 === 6;
    const counts = log(from, 24 * 28, (hour) => (closed(hour) ? 0 : 50));
    expect(emptyHours(counts, { from, to: from + 24 * 28, zone: "UTC" }, 20).gaps).toEqual([]);
    expect(emptyHours(counts, { from, to: from + 24 * 14, zone: "UTC" }, 20).gaps).toHaveLength(2);
  });

  test.each([
    ["spring", "2024-03-04T00:00:00Z"],
    ["autumn", "2024-10-07T00:00:00Z"],
  ])("the change of clocks in %s is no gap", (_, start) => {
    const first = hourOf(start);
    const open = (hour: number): boolean => {
      const local = new Intl.DateTimeFormat("en-GB", {
        timeZone: "Europe/Berlin",
        hour: "2-digit",
        hourCycle: "h23",
      }).format(hour * 3_600_000);
      return Number(local) >= 9 && Number(local) < 18;
    };
    const counts = log(first, 24 * 42, (hour) => (open(hour) ? 100 : 0));
    const range = { from: first, to: first + 24 * 42, zone: "Europe/Berlin" };
    expect(emptyHours(counts, range, 20).gaps).toEqual([]);
    expect(emptyHours(counts, { ...range, zone: "UTC" }, 20).gaps).not.toEqual([]);
  });
});

test("hours of the day are those of the zone", () => {
  const from = hourOf("2024-06-03T00:00:00Z");
  const counts = new Map([[from + 12, 7]]);
  const totals = hourOfDayTotals(counts, { from, to: from + 24, zone: "Asia/Kolkata" });
  expect(totals.indexOf(7)).toBe(17);
  expect(totals.reduce((a, b) => a + b)).toBe(7);
});

test("the quietest hour is the middle of the six quietest", () => {
  expect(quietestHour(Array.from({ length: 24 }, (_, hour) => (hour >= 1 && hour < 7 ? 1 : 9)))).toBe(4);
  expect(quietestHour(Array.from({ length: 24 }, (_, hour) => (hour >= 22 || hour < 4 ? 1 : 9)))).toBe(1);
});
