import { expect, test } from "vitest";
import { eventDays } from "./event.ts";
import { fillGaps } from "./fill-gaps.ts";
import { calendarGrid, gridAfter, valuesOn } from "./grid.ts";

const BERLIN = { timezone: "Europe/Berlin", weekStart: "monday" } as const;

test("a day of 23 hours has 23 steps, and the grid goes on without a gap", () => {
  const days = { from: "2024-03-31", to: "2024-04-01" };
  const grid = calendarGrid(days, { grain: "hour", ...BERLIN });
  expect(grid.periods).toHaveLength(23);
  expect(grid.periods[0]).toBe("2024-03-30T23:00:00Z");
  const after = gridAfter(grid, 50);
  expect(after.periods[0]).toBe("2024-03-31T22:00:00Z");
  expect(after.times).toHaveLength(50);
  const all = [...grid.times, ...after.times];
  expect(new Set(all.slice(1).map((at, i) => at - (all[i] ?? 0)))).toEqual(new Set([3_600_000]));
});

test("months follow months", () => {
  const grid = calendarGrid({ from: "2023-11-15", to: "2024-01-02" }, { grain: "month", ...BERLIN });
  expect(grid.periods).toEqual(["2023-11-01", "2023-12-01", "2024-01-01"]);
  expect(gridAfter(grid, 2).periods).toEqual(["2024-02-01", "2024-03-01"]);
  expect(grid.times[0]).toBe(Date.parse("2023-10-31T23:00:00Z"));
  expect(gridAfter(grid, 0).periods).toEqual([]);
});

test("a count without a row is 0, a mean is missing, and null is missing for both", () => {
  const grid = calendarGrid({ from: "2024-01-01", to: "2024-01-04" }, { grain: "day", ...BERLIN });
  const known = new Map([
    ["2024-01-01", 5],
    ["2024-01-03", null],
  ]);
  expect([...valuesOn(grid, known, "zero")]).toEqual([5, 0, Number.NaN]);
  expect([...valuesOn(grid, known, "missing")]).toEqual([5, Number.NaN, Number.NaN]);
});

test("gaps are filled from the same phase, else from the line, and the steps are named", () => {
  const gap = Float64Array.of(1, 10, 2, Number.NaN, 3, 30, Number.NaN);
  expect(fillGaps(gap, 2)).toEqual({ values: Float64Array.of(1, 10, 2, 20, 3, 30, 3), filled: [3, 6] });
  expect([...fillGaps(gap).values]).toEqual([1, 10, 2, 2.5, 3, 30, 30]);
  expect(fillGaps(Float64Array.of(Number.NaN, Number.NaN))).toMatchObject({ filled: [] });
});

test("each day of an event's window is an effect of its own, over all its dates; its own days share one", () => {
  const events = [
    { name: "sale", first: "2023-11-24", last: "2023-11-25", before: 1 },
    { name: "sale", first: "2024-11-29", last: "2024-11-29", before: 1 },
    { name: "fair", first: "2024-02-29", last: "2024-02-29", after: 1 },
  ];
  expect(eventDays(events)).toEqual([
    { name: "fair", offset: 0, days: ["2024-02-29"] },
    { name: "fair", offset: 1, days: ["2024-03-01"] },
    { name: "sale", offset: -1, days: ["2023-11-23", "2024-11-28"] },
    { name: "sale", offset: 0, days: ["2023-11-24", "2023-11-25", "2024-11-29"] },
  ]);
});
