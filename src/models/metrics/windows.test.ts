import { expect, test } from "vitest";
import { Project } from "../../contract/project/project.ts";
import { resolveWindows, type WindowRequest } from "./windows.ts";

const project = Project.parse({
  project: { name: "test", timezone: "UTC" },
  sources: { log: { path: "x.csv", events: { time: "t", name: "n" } } },
});

const at = (text: string): number => Date.parse(text);

function windows(request: WindowRequest, lastRow: string): ReturnType<typeof resolveWindows> {
  const ranges = new Map([["events", { minMs: at("2020-01-01T00:00:00Z"), maxMs: at(lastRow) }]]);
  return resolveWindows(request, { project, ranges, sources: ["events"], asOfMs: null });
}

test.each([
  ["28 days of March: all of February", "month", "previous", "2023-03-01", "2023-03-29", "2023-02-01", "2023-03-01"],
  [
    "a leap year's 28 days of February: all of it",
    "month",
    "year",
    "2024-02-01",
    "2024-02-29",
    "2023-02-01",
    "2023-03-01",
  ],
  ["the 28th of February in a leap year", "quarter", "year", "2024-02-28", "2024-02-29", "2023-02-28", "2023-03-01"],
  ["a whole February: a whole January", "month", "previous", "2023-02-01", "2023-03-01", "2023-01-01", "2023-02-01"],
  ["the first of the month", "month", "previous", "2023-03-01", "2023-03-02", "2023-02-01", "2023-02-02"],
  ["the middle of two months", "month", "previous", "2023-03-15", "2023-04-15", "2023-01-15", "2023-02-15"],
] as const)("%s is compared with the same days of the months before", (_, grain, compare, from, to, ...compared) => {
  expect(windows({ from, to, grain, compare }, "2024-12-31T00:00:00Z")).toEqual({
    current: { from, to },
    compared: { from: compared[0], to: compared[1] },
  });
});
