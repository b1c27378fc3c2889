import { expect, test } from "vitest";
import { Project } from "../../contract/project/project.ts";
import type { TimeRange } from "../project-day.ts";
import { sourceSpans } from "./period-spans.ts";

const project = Project.parse({
  project: { name: "test", timezone: "Asia/Kolkata" },
  sources: { log: { path: "x.csv", events: { time: "t", name: "n" } } },
});
const at = (text: string): number => Date.parse(`${text}+05:30`);
const DAYS = { from: "2024-02-01", to: "2024-02-04" };

interface Asked {
  readonly asOf?: string;
  readonly lateDays?: number;
}

/** The hours of three days that are not whole, by the zone's clocks, and the days. */
function partials(first: string, last: string, { asOf, lateDays }: Asked = {}) {
  const range: TimeRange = { minMs: at(first), maxMs: at(last), ...(lateDays === undefined ? {} : { lateDays }) };
  const context = { project, ranges: new Map([["events", range]]), asOfMs: asOf === undefined ? null : at(asOf) };
  const of = (grain: "hour" | "day"): readonly string[] =>
    sourceSpans(DAYS, "events", { ...context, grain })
      .filter(({ partial }) => partial)
      .map(({ period }) => period);
  const clock = (period: string): string =>
    new Date(Date.parse(period) + 5.5 * 3_600_000).toISOString().slice(8, 13).replace("T", " ");
  return { hours: of("hour").map(clock), days: of("day").map((day) => day.slice(8)) };
}

test("the first and the last hour of complete days are whole, as those days are", () => {
  expect(partials("2024-02-01T00:00:03", "2024-02-03T23:59:41")).toEqual({ hours: [], days: [] });
});

test("on a day that is not complete the hours that rows do not span are not whole", () => {
  const { hours, days } = partials("2024-02-01T01:30:00", "2024-02-03T21:05:00");
  expect(days).toEqual(["01", "03"]);
  expect(hours).toEqual(["01 00", "01 01", "03 21", "03 22", "03 23"]);
});

test("hours and days after the as-of are not whole", () => {
  const { hours, days } = partials("2024-02-01T00:00:03", "2024-02-03T23:59:41", { asOf: "2024-02-03T21:30:00" });
  expect({ hours, days }).toEqual({ hours: ["03 21", "03 22", "03 23"], days: ["03"] });
});

test("days that are still awaited are not whole, nor are their hours", () => {
  const { hours, days } = partials("2024-02-01T00:00:03", "2024-02-03T23:59:41", { lateDays: 2 });
  expect(days).toEqual(["02", "03"]);
  expect(hours).toHaveLength(48);
  expect(hours[0]).toBe("02 00");
});
