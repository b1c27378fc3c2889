import { expect, test } from "vitest";
import { axisMs, timeTicks } from "./time-ticks.ts";

const labels = (
  from: string,
  to: string,
  grain: "hour" | "day" | "week" | "month" | "year",
  count = 6,
): readonly string[] => timeTicks(axisMs(from), axisMs(to), { grain, count }).map(({ label }) => label);

test("neighbours say only what changed", () => {
  expect(labels("2019-12-30", "2020-01-03", "day")).toEqual(["30 Dec 2019", "31 Dec", "1 Jan 2020", "2 Jan", "3 Jan"]);
  expect(labels("2019-10-01T00:00", "2019-10-02T18:00", "hour")).toEqual(["1 Oct", "12:00", "2 Oct", "12:00"]);
  expect(labels("2019-10-01", "2020-03-01", "month")).toEqual(["Oct 2019", "Nov", "Dec", "Jan 2020", "Feb", "Mar"]);
  expect(labels("1990-01-01", "2019-01-01", "year")).toEqual(["1990", "1995", "2000", "2005", "2010", "2015"]);
});

test("weeks stand where they begin", () => {
  expect(labels("2019-09-02", "2019-09-30", "week")).toEqual(["2 Sep 2019", "9 Sep", "16 Sep", "23 Sep", "30 Sep"]);
});

test("ticks are not closer than the data", () => {
  expect(labels("2019-10-01", "2019-10-02", "day", 20)).toHaveLength(2);
  expect(labels("2019-01-01", "2021-01-01", "year", 20)).toEqual(["2019", "2020", "2021"]);
});

test("a stretch without a round time is labelled at its start", () => {
  expect(labels("2019-10-09T07:00", "2019-10-09T07:00", "hour")).toEqual(["9 Oct 07:00"]);
});
