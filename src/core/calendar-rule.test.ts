import { expect, test } from "vitest";
import { isCalendarRule, spansOfRule } from "./calendar-rule.ts";

const WITHIN = { first: "2023-11-20", last: "2025-01-05" };
const days = (rule: string, within = WITHIN): readonly string[] =>
  spansOfRule(rule, within).map(({ first, last }) => (first === last ? first : `${first}..${last}`));

test.each([
  ["2024-11-29", ["2024-11-29"]],
  ["2022-11-29", []],
  ["2023-11-10..2023-11-20", ["2023-11-10..2023-11-20"]],
  ["12-25", ["2023-12-25", "2024-12-25"]],
  ["12-31..01-01", ["2023-12-31..2024-01-01", "2024-12-31..2025-01-01"]],
  ["02-29", ["2024-02-29"]],
  ["easter", ["2024-03-31"]],
  ["Easter-2..easter+1", ["2024-03-29..2024-04-01"]],
  ["4th thursday of november+1", ["2023-11-24", "2024-11-29"]],
  ["last monday of may", ["2024-05-27"]],
  ["5th friday of february", []],
])("%s", (rule, expected) => {
  expect(isCalendarRule(rule)).toBe(true);
  expect(days(rule)).toEqual(expected);
});

test("a day of every month is left out where the month has none; the last day is there in each", () => {
  const spring = { first: "2024-01-30", last: "2024-04-01" };
  expect(days("30th of every month", spring)).toEqual(["2024-01-30", "2024-03-30"]);
  expect(days("last day of every month", spring)).toEqual(["2024-01-31", "2024-02-29", "2024-03-31"]);
});

test("a span to the 29th of February ends on the last day of February", () => {
  const years = { first: "2022-01-01", last: "2024-12-31" };
  expect(days("02-01..02-29", years)).toEqual([
    "2022-02-01..2022-02-28",
    "2023-02-01..2023-02-28",
    "2024-02-01..2024-02-29",
  ]);
  expect(days("12-25..02-29", { first: "2023-06-01", last: "2024-06-01" })).toEqual(["2023-12-25..2024-02-29"]);
});

test("a span is left out in a year that has no such end, and does not go on to the next year's", () => {
  const years = { first: "2020-01-01", last: "2022-12-31" };
  expect(days("1st monday of march..5th monday of march", years)).toEqual([
    "2020-03-02..2020-03-30",
    "2021-03-01..2021-03-29",
  ]);
  expect(days("1st monday of november..5th monday of march", years)).toEqual([
    "2019-11-04..2020-03-30",
    "2020-11-02..2021-03-29",
  ]);
  expect(days("easter..easter+400", { first: "2024-01-01", last: "2024-01-01" })).toEqual(["2023-04-09..2024-05-13"]);
});

test("a span of dates is there whole however long it is, within it too", () => {
  expect(days("2020-03-15..2026-06-30")).toEqual(["2020-03-15..2026-06-30"]);
});

test("days beside a day of the year before or after are there", () => {
  const winter = { first: "2024-12-01", last: "2024-12-31" };
  expect(days("1st monday of january-6", winter)).toEqual(["2024-12-31"]);
  expect(days("easter+700", { first: "2026-01-01", last: "2026-03-31" })).toEqual(["2026-03-01"]);
});

test("Easter Sundays of the almanac", () => {
  const all = days("easter", { first: "1961-01-01", last: "2100-12-31" });
  for (const day of ["1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2038-04-25", "2100-03-28"])
    expect(all).toContain(day);
});

test.each([
  ...["", "soon", "2024-02-30", "13-01", "2024-05-03..2024-05-01", "2024-05-01..05-03", "0th of every month"],
  ...["6th monday of may", "1st of every month..3rd of every month", "2024-01-01..2024-01-02..2024-01-03"],
])("%j is no rule", (rule) => {
  expect(isCalendarRule(rule)).toBe(false);
  expect(spansOfRule(rule, WITHIN)).toEqual([]);
});
