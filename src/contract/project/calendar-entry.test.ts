import { expect, test } from "vitest";
import { CalendarEntry } from "./calendar-entry.ts";

test("days may be one rule or several; a window is part of them", () => {
  expect(CalendarEntry.parse({ on: "easter" })).toEqual({ on: "easter", before: 0, after: 0 });
  expect(CalendarEntry.parse({ on: ["2024-11-29", "12-24..12-26"], before: 2 }).before).toBe(2);
});

test("what names no days is refused with what may be written", () => {
  const problem = CalendarEntry.safeParse({ on: "thanksgiving" }).error?.issues[0];
  expect(JSON.stringify(problem)).toMatch(/names no days; write 2024-11-29/);
});
