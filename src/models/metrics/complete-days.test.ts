import { expect, test } from "vitest";
import { completeDays, completeUntilMs, lastEventUs } from "./complete-days.ts";

const at = (text: string): number => Date.parse(text);

test("of events those before the as-of are looked at: the end of a day takes no event of the next", () => {
  const ranges = new Map([["events", { minMs: 0, maxMs: at("2024-02-10T00:00:00Z") }]]);
  expect(lastEventUs(ranges, at("2024-02-01T00:00:00Z"))).toBe(at("2024-02-01T00:00:00Z") * 1000 - 1);
  // the latest event, of which the range knows the millisecond
  const latest = at("2024-02-10T00:00:00Z") * 1000 + 999;
  expect(lastEventUs(ranges, null)).toBe(latest);
  expect(lastEventUs(ranges, at("2024-02-10T00:00:00.001Z"))).toBe(latest);
});

test("the hour of the latest row is one of the zone's clocks", () => {
  const range = { minMs: at("2024-02-01T00:00:00+05:30"), maxMs: at("2024-02-10T23:20:00+05:30") };
  expect(completeUntilMs(range, null, "Asia/Kolkata")).toBe(at("2024-02-11T00:00:00+05:30"));
  expect(completeDays(range, null, "Asia/Kolkata")).toEqual({ first: "2024-02-01", last: "2024-02-10" });
});

test("a source that is awaited for two days has its last two days open", () => {
  const range = { minMs: at("2024-10-20T00:10:00+02:00"), maxMs: at("2024-10-29T23:50:00+01:00") };
  const late = { ...range, lateDays: 2 };
  expect(completeUntilMs(late, null, "Europe/Berlin")).toBe(at("2024-10-28T00:00:00+01:00"));
  expect(completeDays(late, null, "Europe/Berlin")).toEqual({ first: "2024-10-20", last: "2024-10-27" });
  expect(completeDays({ ...late, maxMs: at("2024-10-29T12:50:00+01:00") }, null, "Europe/Berlin")?.last).toBe(
    "2024-10-26",
  );
  expect(completeDays(late, at("2024-10-24T00:00:00+02:00"), "Europe/Berlin")?.last).toBe("2024-10-21");
  expect(completeDays({ ...range, lateDays: 10 }, null, "Europe/Berlin")).toBeNull();
  expect(completeUntilMs({ ...range, lateDays: 0 }, null, "Europe/Berlin")).toBe(
    completeUntilMs(range, null, "Europe/Berlin"),
  );
});
