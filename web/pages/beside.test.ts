import { expect, test } from "vitest";
import { NO_SELECTION } from "../state/selection.ts";
import { besideParams } from "./beside.ts";

const days = { ...NO_SELECTION, from: "2024-03-08", to: "2024-03-15" };

test("an answer is compared with other days or another segment, which stand beside it, when asked for", () => {
  expect(besideParams({ by: ["plan"] }, null, { ...days, compare: "previous" })).toEqual({
    asked: { by: ["plan"], compare: "previous" },
    beside: { by: ["plan"], from: "2024-03-01", to: "2024-03-08" },
  });
  expect(besideParams({}, null, { ...days, compare: "year" })?.beside).toEqual({
    from: "2023-03-10",
    to: "2023-03-17",
  });
  expect(besideParams({ segment: "pro" }, "buyers", days)).toEqual({
    asked: { segment: "pro", versus: "buyers" },
    beside: { segment: "buyers" },
  });
  expect(besideParams({}, null, days)).toBeNull();
  expect(besideParams({}, null, { ...NO_SELECTION, compare: "previous" })).toBeNull();
});
