import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { Evaluated } from "../analysis.ts";
import type { MetricResult } from "./compute.ts";
import { metric } from "./index.ts";

let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject({
    sections: {
      metrics: {
        events: { kind: "count", good: "up" },
        errors: { kind: "count", filter: { event: "view" }, good: "down", goal: 9 },
        revenue: { kind: "sum", of: "value", unit: "EUR" },
        seconds: { kind: "mean", of: "duration_s", entity: "session", unit: "s" },
        rare: { kind: "mean", of: "value", min_volume: 1000 },
        purchases: { kind: "count", filter: { event: "purchase" } },
        refunds: { kind: "count", filter: { event: "refund" } },
        refund_rate: { kind: "ratio", numerator: "purchases", denominator: "refunds" },
        users: { kind: "distinct" },
      },
      segments: { active: { last_seen: { within: "7d" } }, buyers: { did: { event: "purchase" } } },
    },
  });
});
afterAll(() => analysed[Symbol.asyncDispose]());

const evaluate = (params: object): Promise<Evaluated> =>
  metric.evaluate(params, analysed.context, (query) => analysed.fetch(query));

async function run(params: object): Promise<MetricResult> {
  const evaluated = await evaluate(params);
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as MetricResult;
}

test("weeks begin on Monday; the first and the last are partial and have no change", async () => {
  const { lines } = await run({ metric: "events", grain: "week", compare: "previous" });
  const points = lines[0]?.points ?? [];
  expect(points.map(({ period }) => period)).toEqual([
    "2024-03-04",
    "2024-03-11",
    "2024-03-18",
    "2024-03-25",
    "2024-04-01",
  ]);
  expect(points.map(({ partial }) => partial)).toEqual([true, false, false, false, true]);
  expect(points[1]).toMatchObject({ compared: null, change: null });
});

test("a segment of the days compared with is the one that it was at their own end", async () => {
  const [days, before] = [
    { from: "2024-03-24", to: "2024-03-31" },
    { from: "2024-03-17", to: "2024-03-24" },
  ];
  for (const segment of ["active", "buyers"]) {
    const params = { metric: "users", segment, grain: "total", by: ["plan"] };
    const { lines } = await run({ ...params, ...days, compare: "previous" });
    const alone = await run({ ...params, ...before });
    const wholeOf = ({ lines }: MetricResult, keys: readonly string[]) =>
      lines.find((line) => line.keys.join() === keys.join())?.whole.value;
    expect(lines.length).toBeGreaterThan(2);
    for (const { keys, whole } of lines) expect(whole.compared).toBe(wholeOf(alone, keys));
  }
});

test("the same weekday: each day beside the one seven days before, in the same unit", async () => {
  const { lines } = await run({ metric: "seconds", from: "2024-03-20", to: "2024-03-24", compare: "week" });
  const before = await run({ metric: "seconds", from: "2024-03-13", to: "2024-03-17" });
  expect(lines[0]?.points.map(({ comparedPeriod }) => comparedPeriod)).toEqual([
    "2024-03-13",
    "2024-03-14",
    "2024-03-15",
    "2024-03-16",
  ]);
  expect(lines[0]?.points.map(({ compared }) => compared)).toEqual(before.lines[0]?.points.map(({ value }) => value));
  expect(lines[0]?.whole.compared).toBe(before.lines[0]?.whole.value);
});

test("hours are compared by the clock across a change of clocks", async () => {
  const { lines } = await run({
    metric: "events",
    grain: "hour",
    from: "2024-03-31",
    to: "2024-04-01",
    compare: "week",
  });
  const points = lines[0]?.points ?? [];
  expect(points).toHaveLength(23);
  expect(points[2]).toMatchObject({ period: "2024-03-31T01:00:00Z", comparedPeriod: "2024-03-24T02:00:00Z" });
});

test("a goal of something that should fall is reached from below", async () => {
  const { findings } = await evaluate({ metric: "errors", compare: "goal" });
  const result = await run({ metric: "errors", compare: "goal" });
  const whole = (result.lines[0]?.points ?? []).filter(({ partial }) => !partial);
  const reached = whole.filter(({ value }) => Number(value) <= 9).length;
  expect(findings.at(-1)?.text).toContain(`reached in ${reached} of ${whole.length} whole days`);
});

test("too few rows, and nothing to divide by, are no number and say why", async () => {
  const rare = await run({ metric: "rare", grain: "total" });
  expect(rare.lines[0]?.whole).toMatchObject({
    value: null,
    reason: expect.stringContaining("fewer than min_volume 1000"),
  });
  const rate = await run({ metric: "refund_rate", grain: "total" });
  expect(rate.lines[0]?.whole).toMatchObject({
    value: null,
    reason: "its denominator is 0",
    parts: { denominator: 0 },
  });
});

test("days without data are undetermined and name the days that have some", async () => {
  expect(await evaluate({ metric: "events", from: "2030-01-01" })).toMatchObject({
    status: "undetermined",
    reason: expect.stringMatching(/data are from 2024-03-10 to 2024-04-0\d/),
  });
});

test("sums of the values of a dimension make the total", async () => {
  const result = await run({ metric: "revenue", grain: "month", by: ["country"] });
  const [total, ...parts] = result.lines;
  const sum = parts.reduce((all, { whole }) => all + Number(whole.value), 0);
  expect(sum).toBeCloseTo(Number(total?.whole.value), 9);
});
