import { expect, test } from "vitest";
import type { ProjectInfo } from "../../src/contract/api/project.ts";
import { driverParams } from "./drivers.ts";

const metric = (id: string, dimensions: readonly string[], on: string | null = null) =>
  ({ id, on, dimensions }) as unknown as ProjectInfo["metrics"][number];
const project = { metrics: [metric("rows", ["city"], "orders"), metric("n", []), metric("sales", ["event", "brand"])] };
const line = (id: string, day: string) => ({ metric: id, day, value: 1 });
const overview = { lines: [line("rows", "2024-03-12"), line("sales", "2024-03-09")], timezone: "UTC" };

test("what drives a change is looked for in the seven days up to the metric's last complete one", () => {
  expect(driverParams(project, overview, {})).toEqual({
    ...{ from: "2024-03-03", to: "2024-03-10", by: ["brand"], metrics: ["sales"] },
    ...{ top: 8, compare: "previous" },
  });
});

test("days that are selected are those looked at", () => {
  const days = { from: "2024-02-01", to: "2024-02-15" };
  expect(driverParams(project, overview, { ...days, segment: "pro" })).toMatchObject({
    ...days,
    segment: "pro",
  });
});

test("there is nothing to look for without a metric that can be split, or without a complete day of it", () => {
  expect(driverParams({ metrics: project.metrics.slice(0, 2) }, overview, {})).toBeNull();
  expect(driverParams(project, { lines: [line("rows", "2024-03-12")] }, {})).toBeNull();
  expect(driverParams(project, null, {})).toBeNull();
});
