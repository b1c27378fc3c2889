import { expect, test } from "vitest";
import type { LineChart } from "../../contract/chart-spec/line.ts";
import { THEMES } from "../theme.ts";
import { compileLine } from "./line.ts";

function chart(values: (number | null)[], low: (number | null)[]): LineChart {
  return {
    ...{ kind: "line", title: "Retained", subtitle: "", alt: "Retained.", openFrom: null, marks: [], rules: [] },
    x: { scale: "linear", label: "weeks", unit: null, values: values.map((_, i) => i) },
    y: { label: "share", unit: "share", scale: "linear" },
    series: [{ label: "all", role: "main", values, band: { label: "95 % interval", low, high: values } }],
  };
}

test("the axis of a lone point begins at zero; that of a course far from zero does not", () => {
  const axis = (of: LineChart) => compileLine(of, THEMES.light, { width: 600, height: 300 }).option["yAxis"];
  expect(axis(chart([1, null, null], [0.96, null, null]))).toMatchObject({ min: 0, max: 1 });
  expect(axis(chart([1, 0.98, null], [0.96, 0.95, null]))).toMatchObject({ min: 0.94, max: 1 });
});
