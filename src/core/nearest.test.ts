import { expect, test } from "vitest";
import { didYouMean, nearest } from "./nearest.ts";

const NAMES = ["fct_events", "fct_sessions", "dim_users", "sum", "count"];

test.each([
  ["fct_event", "fct_events"],
  ["FCT_EVENTS", "fct_events"],
  ["fct_evnets", "fct_events"],
  ["dimusers", "dim_users"],
  ["cuont", "count"],
  ["sm", "sum"],
  ["", undefined],
  ["zzzzzzzz", undefined],
])("nearest to %j is %j", (word, expected) => {
  expect(nearest(word, NAMES)).toBe(expected);
});

test("there is nothing near among nothing", () => {
  expect(nearest("a", [])).toBeUndefined();
  expect(didYouMean("a", [])).toBe("");
  expect(didYouMean("cont", NAMES)).toBe(' (did you mean "count"?)');
});
