import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { chartTable } from "../../charts/chart-table.ts";
import { drawChart } from "../../charts/draw-chart.ts";
import { raw } from "../../sql/sql.ts";
import type { BreakdownResult, BreakdownRow } from "./compute.ts";
import { breakdown } from "./index.ts";

let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject();
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function run(params: object): Promise<BreakdownResult> {
  const evaluated = await breakdown.evaluate(params, analysed.context, (query) => analysed.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as BreakdownResult;
}

async function scalar(text: string): Promise<number | null> {
  const row = z.object({ x: z.number().nullable() });
  const [found] = await analysed.fetch({ name: "direct", row, text: raw(`select cast((${text}) as double) as x`) });
  return found?.x ?? null;
}

const cell = ({ rows, metrics }: BreakdownResult, id: string, ...keys: string[]): BreakdownRow["cells"][number] => {
  const found = rows.find((row) => JSON.stringify(row.keys) === JSON.stringify(keys));
  const value = found?.cells[metrics.findIndex((metric) => metric.id === id)];
  if (value === undefined) throw new Error(`no ${id} of ${keys.join()}`);
  return value;
};

test("averages, ratios and distinct counts of a value and of the total are computed from rows, not from each other", async () => {
  const result = await run({ by: ["plan"] });
  const direct: readonly (readonly [string, string])[] = [
    ["price", "select avg(value) from fct_events where event = 'purchase'"],
    ["users", "select count(distinct user_id) from fct_events where true"],
    ["median_price", "select quantile_cont(cast(value as double), 0.5) from fct_events where event = 'purchase'"],
    ["buyers", "select count(distinct user_id) from fct_events where event = 'purchase'"],
    [
      "conversion",
      "select count(case when event = 'purchase' then 1 end) / count(case when event = 'view' then 1 end) from fct_events where true",
    ],
  ];
  for (const [id, text] of direct) {
    expect(cell(result, id).value).toBeCloseTo(Number(await scalar(text)), 10);
    expect(cell(result, id, "pro").value).toBeCloseTo(Number(await scalar(`${text} and plan = 'pro'`)), 10);
    expect(cell(result, id, "(none)").value).toBeCloseTo(Number(await scalar(`${text} and plan is null`)), 10);
  }
  const averages = ["free", "pro", "(none)"].map((key) => Number(cell(result, "price", key).value));
  const average = averages.reduce((a, b) => a + b, 0) / averages.length;
  expect(Math.abs(Number(cell(result, "price").value) - average)).toBeGreaterThan(1e-6);
});

test("a dimension with a parent is a tree: same names under two parents stay apart, subtotals add up", async () => {
  const result = await run({ by: ["city"], metrics: ["events", "users"] });
  expect(result.dimensions.map(({ id }) => id)).toEqual(["country", "city"]);
  expect(cell(result, "events", "DE", "Berlin").value).not.toBe(cell(result, "events", "US", "Berlin").value);
  for (const country of ["DE", "US"]) {
    const cities = result.rows.filter(({ keys }) => keys.length === 2 && keys[0] === country);
    const sum = cities.reduce((all, { cells }) => all + Number(cells[0]?.value), 0);
    expect(sum).toBe(cell(result, "events", country).value);
  }
  const order = result.rows.map(({ keys }) => keys.length);
  expect(order[0]).toBe(0);
  expect(order[1]).toBe(1);
  expect(result.rows.findIndex(({ keys }) => keys.join() === "DE,(none)")).toBeGreaterThan(
    result.rows.findIndex(({ keys }) => keys.join() === "DE,Halle"),
  );
  const flat = await run({ by: ["city"], metrics: ["events"], tree: false });
  expect(flat.rows.map(({ keys }) => keys.length)).not.toContain(2);
});

test("shares are of counts and sums only, and make one", async () => {
  const result = await run({ by: ["plan"] });
  const shares = ["free", "pro", "(none)"].map((key) => Number(cell(result, "revenue", key).share));
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  expect(cell(result, "users", "pro").share).toBeNull();
  expect(cell(result, "price", "pro").share).toBeNull();
});

test("a comparison takes the same metric of the earlier days, and none where there is nothing to compare with", async () => {
  const params = { by: ["plan"], from: "2024-03-20", to: "2024-03-27", compare: "week" };
  const result = await run(params);
  for (const id of ["events", "users", "price", "conversion", "session_length"]) {
    const now = await run({ by: ["plan"], metrics: [id], from: "2024-03-20", to: "2024-03-27" });
    const before = await run({ by: ["plan"], metrics: [id], from: "2024-03-13", to: "2024-03-20" });
    expect(cell(result, id, "pro").value).toBe(cell(now, id, "pro").value);
    expect(cell(result, id, "pro").compared).toBe(cell(before, id, "pro").value);
    const [a, b] = [cell(now, id, "pro").value, cell(before, id, "pro").value];
    expect(cell(result, id, "pro").change).toBeCloseTo((Number(a) - Number(b)) / Number(b), 12);
  }
  const first = await run({ ...params, from: "2024-03-11", to: "2024-03-15" });
  expect(cell(first, "events", "pro").change).toBeNull();
});

test("rare values are Other, and the total stays", async () => {
  const result = await run({ by: ["plan"], top: 1, metrics: ["events", "users"] });
  const names = result.rows.map(({ keys }) => keys[0] ?? "total");
  expect(names).toHaveLength(4);
  expect(names.slice(2)).toEqual(["(none)", "Other"]);
  const parts = result.rows.slice(1).reduce((sum, { cells }) => sum + Number(cells[0]?.value), 0);
  expect(parts).toBe(cell(result, "events").value);
  expect(cell(result, "users", "Other").value).toBe(
    await scalar(
      `select count(distinct user_id) from fct_events where plan = '${names[1] === "pro" ? "free" : "pro"}'`,
    ),
  );
});

test("an unknown metric, dimension or segment is refused by name with the nearest one", async () => {
  await expect(run({ by: ["plann"] })).rejects.toThrow(/no dimension "plann" \(did you mean "plan"\?\)/);
  await expect(run({ by: ["plan"], metrics: ["revenu"] })).rejects.toThrow(/no metric "revenu"/);
  await expect(run({ by: ["plan"], segment: "buyer" })).rejects.toThrow(/no segment "buyer"/);
});

test("the chart's total stands apart from the rows, and in its table first", async () => {
  const evaluated = await breakdown.evaluate({ by: ["plan"], metrics: ["events"] }, analysed.context, (query) =>
    analysed.fetch(query),
  );
  const [chart] = evaluated.charts;
  if (chart?.kind !== "table") throw new Error("no table");
  const { rows } = evaluated.status === "ok" ? (evaluated.result as BreakdownResult) : { rows: [] };
  expect(chart.total).toEqual(["Total", rows[0]?.cells[0]?.value]);
  expect(chart.rows).toHaveLength(rows.length - 1);
  expect(chartTable(chart).rows[0]).toEqual(chart.total);
  const drawn = drawChart(chart, { theme: "light", width: 600 }).body;
  expect(drawn.match(/<rect/g)).toHaveLength(chart.rows.length);
});
