import { expect, test } from "vitest";
import { SAMPLE_PROJECT } from "../../test/harness/sample-project.ts";
import { Project } from "../contract/project/project.ts";
import { calendarGrid } from "../forecast/calendar/grid.ts";
import { eventMarks } from "./event-marks.ts";
import { eventSteps, missedEvents, toldEvents } from "./known-events.ts";

const BERLIN = { timezone: "Europe/Berlin", weekStart: "monday" } as const;
const project = Project.parse({
  ...SAMPLE_PROJECT,
  calendar: { fair: { on: "05-10..05-11", before: 1, after: 1, label: "Spring fair" }, easter: { on: "easter" } },
});
const YEAR = { first: "2024-03-01", last: "2024-06-30" };

test("the calendar is told whole, in part or not at all, with what is told beside it", () => {
  const named = (told: Parameters<typeof toldEvents>[1]) =>
    toldEvents(project, told, YEAR).map(({ name, first, last }) => `${name} ${first} ${last}`);
  expect(named({ known: [] })).toEqual(["easter 2024-03-31 2024-03-31", "fair 2024-05-10 2024-05-11"]);
  expect(named({ known: ["fair@2024-06-20"], calendar: ["fair"] })).toEqual([
    "fair 2024-05-10 2024-05-11",
    "fair 2024-06-20 2024-06-20",
  ]);
  expect(named({ known: [], calendar: ["none"] })).toEqual([]);
  expect(() => named({ known: [], calendar: ["fiar"] })).toThrow('"fiar" is not declared (did you mean "fair"?)');
});

test("an event whose window reaches in counts; one on no day is said", () => {
  expect(toldEvents(project, { known: [] }, { first: "2024-05-12", last: "2024-05-20" })).toMatchObject([
    { name: "fair", label: "Spring fair" },
  ]);
  const known = ["launch@2031-01-01", "sale@2024-04-01"];
  expect(missedEvents({ known }, toldEvents(project, { known }, YEAR), YEAR)).toEqual([
    "launch (2031-01-01) is on no day from 2024-03-01 to 2024-06-30, so nothing is made of it",
  ]);
  const summer = { first: "2024-06-01", last: "2024-06-30" };
  const named = { known: [], calendar: ["fair", "none"] };
  expect(missedEvents(named, toldEvents(project, named, summer), summer)).toEqual([
    "fair is on no day from 2024-06-01 to 2024-06-30, so nothing is made of it",
  ]);
  expect(missedEvents({ known: [] }, toldEvents(project, { known: [] }, summer), summer)).toEqual([]);
});

test("no entry of the calendar is called as the word that leaves it out", () => {
  const { error } = Project.safeParse({ ...SAMPLE_PROJECT, calendar: { none: { on: "easter" } } });
  expect(error?.issues[0]?.message).toMatch(/^an entry cannot be called none/);
});

test("days of a window have effects of their own; longer steps one for all of them", () => {
  const events = toldEvents(project, { known: [], calendar: ["fair"] }, YEAR);
  const steps = (grain: "hour" | "day" | "week") => {
    const past = calendarGrid({ from: "2024-05-06", to: "2024-05-13" }, { grain, ...BERLIN });
    const future = calendarGrid({ from: "2024-05-13", to: "2024-05-20" }, { grain, ...BERLIN });
    return eventSteps(events, past, future).map(({ name, offset, times }) => [name, offset, times.length]);
  };
  expect(steps("hour")).toEqual([
    ["fair", -1, 24],
    ["fair", 0, 48],
    ["fair", 1, 24],
  ]);
  expect(steps("day").map(([, offset, count]) => [offset, count])).toEqual([
    [-1, 1],
    [0, 2],
    [1, 1],
  ]);
  expect(steps("week")).toEqual([["fair", 0, 1]]);
});

test("an event is marked at the first step it touches", () => {
  const x = (grain: "day" | "week" | "hour", ...values: readonly string[]) =>
    ({ scale: "time", label: grain, grain, values: [...values] }) as const;
  const fair = [{ label: "fair", first: "2024-05-10", last: "2024-05-11" }];
  expect(eventMarks(fair, x("day", "2024-05-08", "2024-05-11", "2024-05-12"))).toEqual([
    { at: "2024-05-11", label: "fair" },
  ]);
  expect(eventMarks(fair, x("week", "2024-04-29", "2024-05-06", "2024-05-13"))).toEqual([
    { at: "2024-05-06", label: "fair" },
  ]);
  expect(eventMarks(fair, x("hour", "2024-05-09T23:00", "2024-05-10T00:00", "2024-05-10T01:00"))).toEqual([
    { at: "2024-05-10T00:00", label: "fair" },
  ]);
  expect(eventMarks(fair, x("week", "2024-04-22", "2024-04-29"))).toEqual([]);
  expect(eventMarks(fair, x("week", "2024-05-13"))).toEqual([]);
});
