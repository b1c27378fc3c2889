import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type AnalysedProject, analysedProject } from "../../test/harness/analysed-project.ts";
import { addDays } from "../core/calendar.ts";
import { formatChange } from "../core/quantity.ts";
import { raw } from "../sql/sql.ts";
import type { BreakdownResult } from "./breakdown/compute.ts";
import { breakdown } from "./breakdown/index.ts";
import type { OverviewLine, OverviewResult } from "./overview/compute.ts";
import { overview } from "./overview/index.ts";

/** The mistakes of a published start-up dashboard (S2), each as it must not come back. */
let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject({
    sections: {
      metrics: {
        users: { kind: "distinct", good: "up" },
        new_users: { kind: "count", entity: "user", filter: { is_new: true }, good: "up" },
        both: { kind: "count", entity: "user", did: [{ event: "view" }, { event: "purchase" }], good: "up" },
        minutes: { kind: "mean", of: "duration_s / 60", entity: "session", unit: "min", good: "down" },
        price: { kind: "mean", of: "value", unit: "EUR" },
        items: { kind: "count", entity: "item" },
        refunds: { kind: "count", filter: { event: "refund" }, good: "down" },
      },
    },
  });
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function lines(params: object = {}): Promise<readonly OverviewLine[]> {
  const evaluated = await overview.evaluate(params, analysed.context, (query) => analysed.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return (evaluated.result as OverviewResult).lines;
}

async function scalar(text: string): Promise<number> {
  const row = z.object({ x: z.number().nullable() });
  const [found] = await analysed.fetch({ name: "direct", row, text: raw(`select cast((${text}) as double) as x`) });
  return Number(found?.x);
}

test("each card's change divides its own metric: not new users by users of both services", async () => {
  const all = await lines();
  const both = all.find(({ metric }) => metric === "both");
  if (both === undefined) throw new Error("no line");
  const on = (day: string): Promise<number> =>
    scalar(`select count(*) from (select user_id from fct_events where day = '${day}' and user_id is not null group by user_id
      having count(*) filter (where event = 'view') > 0 and count(*) filter (where event = 'purchase') > 0)`);
  expect(both.value).toBe(await on(both.day));
  expect(both.previous).toBe(await on(both.previousDay));
  for (const { value, previous, change } of all) {
    if (value !== null && previous !== null && previous !== 0) expect(change).toBeCloseTo(value / previous - 1, 12);
  }
});

test("today's minutes are compared with minutes, not with seconds", async () => {
  const minutes = (await lines()).find(({ metric }) => metric === "minutes");
  const on = (day: string): Promise<number> =>
    scalar(`select avg(duration_s) / 60 from fct_sessions where day = '${day}'`);
  expect(minutes?.value).toBeCloseTo(await on(minutes?.day ?? ""), 9);
  expect(minutes?.previous).toBeCloseTo(await on(minutes?.previousDay ?? ""), 9);
  expect(minutes?.unit).toBe("min");
});

test("the average of all is not the average of the segments' averages, and distinct items are not summed over users", async () => {
  const evaluated = await breakdown.evaluate({ by: ["plan"] }, analysed.context, (query) => analysed.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  const { metrics, rows } = evaluated.result as BreakdownResult;
  const at = (id: string): number => metrics.findIndex((metric) => metric.id === id);
  const [total] = rows;
  expect(total?.cells[at("price")]?.value).toBeCloseTo(
    await scalar("select avg(value) from fct_events where event = 'purchase'"),
    9,
  );
  expect(total?.cells[at("items")]?.value).toBe(await scalar("select count(distinct item_id) from fct_events"));
});

test("a rise of something that should fall is not good news: colour follows polarity, with the sign in words", async () => {
  const evaluated = await overview.evaluate({}, analysed.context, (query) => analysed.fetch(query));
  const [chart] = evaluated.charts;
  if (chart?.kind !== "stat") throw new Error("no tiles");
  const minutes = chart.items.find(({ label }) => label === "minutes");
  expect(minutes?.good).toBe("down");
  expect(formatChange(0.1)).toBe("+10.0 %");
  expect(formatChange(-0.1)).toBe("−10.0 %");
});

test("nothing a week ago is no change, not 0 %", async () => {
  const refunds = (await lines()).find(({ metric }) => metric === "refunds");
  expect(refunds).toMatchObject({ value: 0, previous: 0, change: null, reason: expect.stringContaining("0 on") });
  const early = await lines({ to: "2024-03-13" });
  expect(early[0]).toMatchObject({ previous: null, change: null, reason: expect.stringContaining("data begin") });
});

test("the last day is the data's, never a literal: it moves with the data and with the as-of instant", async () => {
  const [now] = await lines();
  const asOf = Date.parse("2024-03-25T23:00:00Z");
  const evaluated = await overview.evaluate({}, { ...analysed.context, asOfMs: asOf }, (query) =>
    analysed.fetch(query),
  );
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  const [then] = (evaluated.result as OverviewResult).lines;
  expect(then?.day).toBe("2024-03-25");
  expect(then?.previousDay).toBe(addDays("2024-03-25", -7));
  expect(now?.day).not.toBe(then?.day);
});
