import { expect, test } from "vitest";
import { notebookExponentials, notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import { labRows } from "../../../test/harness/lab-rows.ts";
import { loadedProject } from "../../../test/harness/loaded-project.ts";
import type { Finding } from "../../contract/envelope.ts";
import { kernelDensity } from "../../stats/descriptive/kernel-density.ts";
import type { EdaResult } from "./compute.ts";
import { eda } from "./index.ts";

const CALLS = `project: {name: calls, timezone: UTC}
sources:
  calls:
    path: calls.csv
    table: {key: id, joins: {days: {on: time_id}}}
    columns: {id: integer, time_id: integer, latency: number, satisfaction: number}
    dedupe: none
  days:
    path: days.csv
    table: {key: time_id, time: date}
    columns: {time_id: integer, date: date, weekend: boolean}
`;

test("two files with a declared join: row count, orphans with an example, missing values, doubled rows, pairs", async () => {
  const satisfaction = notebookSatisfaction();
  const rows = notebookLatency().map(
    (latency, i) => `${i},${1 + (i % 4)},${latency},${i === 0 ? "" : satisfaction[i]}`,
  );
  const lines = ["id,time_id,latency,satisfaction", ...rows, rows[5] ?? ""];
  const project = loadedProject(CALLS, {
    "calls.csv": lines.join("\n"),
    "days.csv": "time_id,date,weekend\n1,2024-01-01,false\n2,2024-01-02,false\n3,2024-01-03,true\n",
  });
  await project.load();
  const { envelope } = await project.analyse(eda, { table: "calls" });
  const result = envelope.result as EdaResult;
  const { columns, joins, numbers, duplicates, pairs } = result;
  expect(result).toMatchObject({ rows: 101, row: "row" });
  expect(joins).toEqual([{ target: "days", orphans: 25, keyless: 0, example: "4" }]);
  expect(duplicates).toEqual({ kinds: 1, surplus: 1 });
  expect(columns.find(({ column }) => column === "satisfaction")).toMatchObject({ missing: 1, missingShare: 1 / 101 });
  expect(columns.find(({ column }) => column === "weekend")).toMatchObject({
    type: "boolean",
    missing: 25,
    distinct: 2,
  });
  expect(numbers.map(({ column, n }) => [column, n])).toEqual([
    ["latency", 101],
    ["satisfaction", 100],
  ]);
  expect(pairs?.rows).toHaveLength(100);
  expect(pairs?.correlations[0]?.[1]).toBeLessThan(-0.5);
  expect(envelope.charts.map(({ kind }) => kind)).toEqual([
    "table",
    "table",
    "histogram",
    "histogram",
    "scatter-matrix",
  ]);
  const said = envelope.findings.map(({ text }) => text).join(" ");
  expect(said).toContain("25 rows have a key that days does not know, most often 4: they are kept");
  expect(said).toContain("1 rows repeat another one");
  project.remove();
});

test("the notebook's exponential values: bins, moments, density and the transform that is offered", async () => {
  await using project = await analysedProject({ rows: labRows(notebookExponentials()) });
  const evaluated = await eda.evaluate({ table: "events", columns: ["score"] }, project.context, (q) =>
    project.fetch(q),
  );
  if (evaluated.status !== "ok") throw new RangeError(evaluated.reason);
  const [shape] = (evaluated.result as EdaResult).numbers;
  expect(shape?.q1).toBeCloseTo(7.3960954967, 8);
  expect(shape?.q3).toBeCloseTo(28.428409565, 8);
  expect(shape?.skewness).toBeCloseTo(1.6831467949, 8);
  expect(shape?.kurtosis).toBeCloseTo(3.3499443969, 7);
  expect(shape?.bins?.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  const width = (shape?.bins?.[0]?.to ?? 0) - (shape?.bins?.[0]?.from ?? 0);
  const [, second] = shape?.density ?? [];
  const density = kernelDensity(notebookExponentials())?.at(second?.x ?? 0) ?? 0;
  expect(second?.y).toBeCloseTo(density * 100 * width, 9);
  expect((evaluated.findings as readonly Finding[]).map(({ text }) => text).join(" ")).toContain(
    "log1p brings it to -0.394",
  );
});

test("a table without numbers has its quality; no rows are undetermined", async () => {
  await using project = await analysedProject({ rows: labRows([1, 2, 3]) });
  const none = { dimension: "plan", not: false, values: ["nobody"] };
  const empty = await eda.evaluate({ table: "events", where: [none] }, project.context, (q) => project.fetch(q));
  expect(empty).toMatchObject({ status: "undetermined", reason: "events has no rows that satisfy the filters" });
});
