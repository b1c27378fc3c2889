import { expect, test } from "vitest";
import { z } from "zod";
import { ChartSpec } from "./chart-spec.ts";

const words = { title: "Users fell", subtitle: "per day, n = 3", alt: "Users fell from 5 to 3" };
const line = {
  kind: "line",
  ...words,
  x: { scale: "time", label: "day", grain: "day", values: ["2019-10-01", "2019-10-02"] },
  y: { label: "users", unit: null, scale: "linear" },
  series: [{ label: "users", role: "main", values: [5, null], band: null }],
  openFrom: null,
  marks: [{ at: "2019-10-02", label: "release" }],
  rules: [],
};
const heatmap = {
  kind: "heatmap",
  ...words,
  x: { label: "hour", values: ["0", "1"] },
  y: { label: "weekday", values: ["Mon"] },
  cell: { label: "events", unit: null },
  cells: [[1, null]],
  midpoint: null,
  open: [],
};
const graph = {
  kind: "graph",
  ...words,
  node: null,
  edge: null,
  nodes: [{ id: "a", label: "a", group: null, lines: [], value: null }],
  edges: [],
};

test("specs survive JSON", () => {
  for (const spec of [line, heatmap, graph]) expect(ChartSpec.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test.each([
  ["a value too few", { ...line, series: [{ ...line.series[0], values: [5] }] }, "one value for each x"],
  ["a number as a mark on a time axis", { ...line, marks: [{ at: 3, label: "release" }] }, "must lie on the x axis"],
  ["a number that is none", { ...line, series: [{ ...line.series[0], values: [5, Number.NaN] }] }, "NaN"],
  ["a ragged heatmap", { ...heatmap, cells: [[1]] }, "one value for each x"],
  ["an edge to nowhere", { ...graph, edges: [{ from: "a", to: "b", label: null, value: null }] }, 'unknown node "b"'],
  ["a colour", { ...line, color: "red" }, 'Unrecognized key: "color"'],
  ["no words for people who do not see it", { ...line, alt: "" }, "Too small"],
])("refused: %s", (_, spec, message) => {
  const { error } = ChartSpec.safeParse(spec);
  expect(error === undefined ? "" : z.prettifyError(error)).toContain(message);
});
