import { expect, test } from "vitest";
import { openFrom } from "./open-from.ts";

test.each([
  ["the last one is whole", "p--", null],
  ["the last one is open", "p--p", 3],
  ["several at the end are open", "p--ppp", 3],
  ["there is none", "", null],
] as const)("a line is open from its last whole period on: %s", (_, periods, expected) => {
  expect(openFrom([...periods].map((period) => ({ partial: period === "p" })))).toBe(expected);
});
