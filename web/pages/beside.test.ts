import { expect, test } from "vitest";
import { NO_SELECTION } from "../state/selection.ts";
import { besideParams } from "./beside.ts";

const days = { ...NO_SELECTION, from: "2024-03-08", to: "2024-03-15" };

test("beside an answer stand as many days before, or another segment, when asked for", () => {
  expect(besideParams({ by: ["plan"] }, null, { ...days, compare: "previous" })).toEqual({
    by: ["plan"],
    from: "2024-03-01",
    to: "2024-03-08",
  });
  expect(besideParams({ segment: "pro" }, "buyers", days)).toEqual({ segment: "buyers" });
  expect(besideParams({}, null, days)).toBeNull();
  expect(besideParams({}, null, { ...NO_SELECTION, compare: "previous" })).toBeNull();
});
