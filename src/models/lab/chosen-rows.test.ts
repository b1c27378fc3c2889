import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { DimensionFilter } from "../../contract/selection.ts";
import { labTable } from "./lab-table.ts";
import { momentsQuery } from "./moments-query.ts";

const PLANS = ["(none)", "(none)", "pro", null] as const;

const rows = PLANS.map(
  (plan, i): SampleRow => ({
    ...{ session_id: 1, item_id: 1, country: "DE", city: null, invoice: null, event: "view" },
    event_time: `2024-03-10 10:00:0${i}`,
    user_id: i === 0 ? "9007199254740992" : "9007199254740993",
    plan,
    value: i === 3 ? "9007199254740993" : "1",
    score: i / 2,
  }),
);

let project: AnalysedProject;
beforeAll(async () => {
  project = await analysedProject({ rows });
});
afterAll(() => project[Symbol.asyncDispose]());

async function chosen(...[dimension, values, not = false]: readonly [string, DimensionFilter["values"], boolean?]) {
  const table = labTable({ table: "events", where: [{ dimension, not, values }] }, project.context);
  const [row] = await project.fetch(momentsQuery({ table, columns: [table.number("score")] }, project.context));
  return row?.rows;
}

test("no value and one called (none) are the same value", async () => {
  for (const value of [null, "(none)"]) {
    expect(await chosen("plan", [value])).toBe(3);
    expect(await chosen("plan", [value], true)).toBe(1);
    expect(await chosen("plan", [value, "pro"])).toBe(4);
  }
});

test("ids of 64 bits and amounts are told apart to the last digit", async () => {
  expect(await chosen("user_id", ["9007199254740993"])).toBe(3);
  expect(await chosen("user_id", ["9007199254740992"])).toBe(1);
  expect(await chosen("user_id", ["9007199254740993"], true)).toBe(1);
  expect(await chosen("item_id", ["1.0"])).toBe(4);
  expect(await chosen("item_id", ["1e0"])).toBe(4);
  expect(await chosen("value", ["1"])).toBe(3);
  expect(await chosen("value", ["9007199254740993"])).toBe(1);
  expect(await chosen("value", ["9007199254740992", "(none)"])).toBe(0);
});
