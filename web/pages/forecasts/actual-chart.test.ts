import { expect, test } from "vitest";
import { LineChart } from "../../../src/contract/chart-spec/line.ts";
import { actualChart } from "./actual-chart.ts";

const kept = {
  ...{ id: "a", saved: null, createdAt: "2024-05-01T10:00:00Z", label: "revenue", unit: "EUR", timezone: "UTC" },
  ...({
    grain: "day",
    model: "theta",
    steps: 2,
    came: 1,
    mae: 3,
    smape: 2,
    inside: 1,
    level: 0.8,
    promised: 4,
  } as const),
  changed: [],
  points: [
    { period: "2024-05-01", actual: 9, mean: 12, low: 8, high: 15 },
    { period: "2024-05-02", actual: null, mean: 13, low: 8, high: 16 },
  ],
};

test("what came is drawn beside what was forecast, with the error beside the one promised", () => {
  const chart = LineChart.parse(actualChart(kept, "May 1"));
  expect(chart.title).toBe("revenue: 1 of 2 days came, with an error of 3 EUR where 4 EUR was promised");
  expect(chart.subtitle).toContain("100 % inside the 80 % interval");
  expect(chart.series.map(({ values }) => values)).toEqual([
    [9, null],
    [12, 13],
  ]);
});

test("definitions that are others now are named instead of an error", () => {
  const other = { ...kept, changed: ["sample", "metrics.revenue"], came: 0, mae: null, inside: null };
  expect(actualChart(other, "May 1").title).toContain("sample, metrics.revenue are defined otherwise since May 1");
});

test("of what has not come nothing is claimed", () => {
  expect(actualChart({ ...kept, came: 0, mae: null, inside: null }, "May 1").title).toContain("nothing of the 2 days");
});
