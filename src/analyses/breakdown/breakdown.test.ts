import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import { chartTable } from "../../charts/chart-table.ts";
import { drawChart } from "../../charts/draw-chart.ts";
import { raw } from "../../sql/sql.ts";
import type { BreakdownResult, BreakdownRow } from "./compute.ts";
import { breakdown } from "./index.ts";

const BLANK: SampleRow = {
  event_time: "",
  event: "view",
  user_id: 1,
  session_id: 1,
  item_id: 1,
  value: null,
  plan: null,
  country: "DE",
  city: null,
  invoice: null,
  score: 0,
};

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

test("a value that is itself called Other is no second line of that name: nothing is lost, and it does not lead", async () => {
  const rules = [
    { when: { plan: "pro" }, then: "Other" },
    { when: { event: "purchase" }, then: "bought" },
    { when: { country: "DE" }, then: "German" },
  ];
  await using named = await analysedProject({ sections: { dimensions: { tier: { rules } } } });
  for (const top of [1, 2, 9]) {
    const params = { by: ["tier"], metrics: ["events"], top };
    const evaluated = await breakdown.evaluate(params, named.context, (query) => named.fetch(query));
    if (evaluated.status !== "ok") throw new Error(evaluated.reason);
    const [total, ...rows] = (evaluated.result as BreakdownResult).rows.map(({ cells }) => Number(cells[0]?.value));
    expect(rows.reduce((sum, value) => sum + value, 0)).toBe(total);
    expect(evaluated.findings[0]?.text).toMatch(/the highest tier is German with/);
  }
});

test("a user without a value and with one that is called so is one user", async () => {
  const rows = [null, "(none)", "pro", "free"].flatMap((plan, i) =>
    Array.from({ length: 4 - i }, () => ({ ...BLANK, event: "purchase", event_time: "2024-03-10 10:00:00", plan })),
  );
  await using named = await analysedProject({ rows });
  for (const top of [1, 10]) {
    const params = { by: ["plan"], metrics: ["buyers", "events"], top };
    const evaluated = await breakdown.evaluate(params, named.context, (query) => named.fetch(query));
    if (evaluated.status !== "ok") throw new Error(evaluated.reason);
    const { rows: found } = evaluated.result as BreakdownResult;
    expect(found.map(({ cells }) => cells[0]?.value)).toEqual(found.map(() => 1));
    expect(found.find(({ keys }) => keys[0] === "(none)")?.cells[1]?.value).toBe(7);
  }
});

test("what came to nothing stays in sight, moved most, and the days compared with add up", async () => {
  const row = (day: string, plan: string): SampleRow => ({ ...BLANK, event_time: `2024-03-${day} 10:00:00`, plan });
  const many = (n: number, day: string, plan: string): SampleRow[] => Array.from({ length: n }, () => row(day, plan));
  const rows = [
    ...many(1, "09", "b"),
    ...[...many(9, "10", "gone"), ...many(4, "10", "b")],
    ...[...many(5, "11", "b"), ...many(1, "11", "c")],
    ...many(1, "12", "b"),
  ];
  await using outage = await analysedProject({ rows });
  for (const top of [1, 10]) {
    const params = {
      by: ["plan"],
      metrics: ["events"],
      from: "2024-03-11",
      to: "2024-03-12",
      compare: "previous",
      top,
    };
    const evaluated = await breakdown.evaluate(params, outage.context, (query) => outage.fetch(query));
    if (evaluated.status !== "ok") throw new Error(evaluated.reason);
    const [total, ...parts] = (evaluated.result as BreakdownResult).rows;
    expect(parts.find(({ keys }) => keys[0] === "gone")?.cells[0]).toMatchObject({ value: 0, compared: 9, change: -1 });
    expect(parts.reduce((sum, { cells }) => sum + Number(cells[0]?.compared), 0)).toBe(total?.cells[0]?.compared);
    expect(evaluated.findings.map(({ text }) => text).join()).toMatch(/moved most in gone: −100/);
  }
});

test("a value that only other metrics have is judged like the rest", async () => {
  const at = (event: string, plan: string): SampleRow => ({
    ...{ ...BLANK, event, plan, user_id: null, session_id: null },
    event_time: "2024-03-10 10:00:00",
  });
  const metrics = {
    views: { kind: "count", filter: { event: "view" } },
    bought: { kind: "count", entity: "user", filter: { event: "purchase" } },
    few: { kind: "count", entity: "user", filter: { event: "purchase" }, min_volume: 5 },
    length: { kind: "mean", of: "duration_s", entity: "session" },
    old: { kind: "count", entity: "session", on: "shop" },
  };
  const rows = [at("view", "a"), at("view", "b"), { ...at("purchase", "b"), user_id: 1 }];
  await using named = await analysedProject({ rows, sections: { metrics } });
  const until2023 = { minMs: Date.UTC(2022, 0, 1), maxMs: Date.UTC(2023, 11, 31) };
  const context = { ...named.context, ranges: new Map([...named.context.ranges, ["shop", until2023] as const]) };
  const params = { by: ["plan"], from: "2024-03-10", to: "2024-03-11" };
  const evaluated = await breakdown.evaluate(params, context, (query) => named.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  const result = evaluated.result as BreakdownResult;
  const told = Object.keys(metrics).map((id) => {
    const { value, share, reason } = cell(result, id, "a");
    return [id, value, share, reason];
  });
  expect(told).toEqual([
    ["views", 1, 0.5, null],
    ["bought", 0, null, null],
    ["few", null, null, "0 rows, fewer than min_volume 5"],
    ["length", null, null, "no rows with a value"],
    ["old", null, null, "no data"],
  ]);
});

test("what did not move is not what moved most", async () => {
  const metric = { kind: "quantile", of: "1 + 0 * value", q: 0.5 };
  await using still = await analysedProject({ sections: { metrics: { one: metric } } });
  const params = { by: ["plan"], from: "2024-03-20", to: "2024-03-27", compare: "week" };
  const { findings } = await breakdown.evaluate(params, still.context, (query) => still.fetch(query));
  expect(findings.map(({ text }) => text)).toEqual([expect.stringContaining("one: 1 in total")]);
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
