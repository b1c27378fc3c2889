import { expect, test } from "vitest";
import { endOfHourMs } from "./periods.ts";

test.each([
  ["UTC", "2024-01-04T23:59:59.999Z", "2024-01-05T00:00:00Z"],
  ["UTC", "2024-01-05T00:00:00Z", "2024-01-05T01:00:00Z"],
  ["Asia/Kolkata", "2024-01-04T23:20:00+05:30", "2024-01-05T00:00:00+05:30"],
])("the end of an hour of %s lies after every instant of it", (zone, instant, end) => {
  expect(endOfHourMs(Date.parse(instant), zone)).toBe(Date.parse(end));
});
