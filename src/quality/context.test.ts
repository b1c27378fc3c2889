import { expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import { lastCompleteDay } from "./context.ts";

const project = (timezone: string, lateDays = 0): Project =>
  Project.parse({
    project: { name: "t", timezone },
    sources: { e: { path: "e.csv", events: { time: "t", name: "n" }, late_days: lateDays } },
  });

test.each([
  { zone: "UTC", asOf: "2024-01-05T00:00:00Z", late: 0, day: "2024-01-04" },
  { zone: "UTC", asOf: "2024-01-04T23:00:00Z", late: 0, day: "2024-01-03" },
  { zone: "Europe/Berlin", asOf: "2024-01-04T23:00:00Z", late: 0, day: "2024-01-04" },
  { zone: "America/New_York", asOf: "2024-01-05T00:00:00Z", late: 0, day: "2024-01-03" },
  { zone: "UTC", asOf: "2024-01-05T00:00:00Z", late: 2, day: "2024-01-02" },
])("in $zone at $asOf, $late days late, the last complete day is $day", ({ zone, asOf, late, day }) => {
  expect(lastCompleteDay({ project: project(zone, late), asOfMs: Date.parse(asOf) })).toBe(day);
});

test("without a time there is no last day", () => {
  expect(lastCompleteDay({ project: project("UTC"), asOfMs: null })).toBeNull();
});
